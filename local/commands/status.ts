import { DuckDBInstance } from '@duckdb/node-api';
import { join } from 'node:path';
import { z } from 'zod';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { tablePrefix } from '../../contracts/lake.ts';
import { UsageError } from '../../contracts/errors.ts';
import { quarantined } from '../../lambdas/shared/quarantine.ts';
import { tellNotParquet } from '../../warehouse/engines/duckdb/lake-columns.ts';
import { statusOfWarehouse, type WarehouseStatus } from '../../warehouse/status.ts';
import { contractDrift, type DriftFinding } from '../drift.ts';
import { type Installation, lakeDir, openExisting } from '../installation.ts';
import { formatCount, formatTable } from '../progress.ts';
import { rowsOf } from '../rows.ts';

interface TableStatus {
  readonly table: string;
  readonly file_count: number;
  readonly row_count: number;
  /** UTC, or null without rows. */
  readonly last_received_at: string | null;
  readonly last_occurred_at: string | null;
}

/** What is in a data folder, for people and for scripts. */
export interface Status {
  readonly data: string;
  readonly lake: readonly TableStatus[];
  readonly quarantine: Readonly<Record<string, number>>;
  /** Where channels send something else than they were built for. */
  readonly drift: readonly DriftFinding[];
  readonly warehouse: WarehouseStatus;
}

export async function status(dataDir: string): Promise<Status> {
  const installation = await openExisting(dataDir);
  return {
    data: installation.dataDir,
    lake: await lakeStatus(installation),
    quarantine: await quarantineCounts(installation),
    drift: await driftOf(installation),
    warehouse: await statusOfWarehouse(installation.dataDir, CONTRACTS),
  };
}

/** Read from the footers of the files: counts and bounds, no rows. */
async function lakeStatus({ dataDir, store }: Installation): Promise<TableStatus[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const tables: TableStatus[] = [];
  for (const { table } of CONTRACTS) {
    const files: string[] = [];
    for await (const key of store.list(tablePrefix(table))) files.push(join(lakeDir(dataDir), key));
    if (files.length === 0) continue;
    const list = files.map((file) => `'${file.replaceAll("'", "''")}'`).join(', ');
    const reader = await connection
      .runAndReadAll(
        `select count(*)::double as row_count, max(received_at)::varchar as last_received_at, max(occurred_at)::varchar as last_occurred_at from read_parquet([${list}], hive_partitioning = false)`,
      )
      .catch((cause: unknown) => {
        throw new UsageError(tellNotParquet(cause, table, files[0] ?? table), { cause });
      });
    const [row] = rowsOf(reader, {
      row_count: z.number(),
      last_received_at: z.string().nullable(),
      last_occurred_at: z.string().nullable(),
    });
    if (row !== undefined) tables.push({ table, file_count: files.length, ...row });
  }
  instance.closeSync();
  return tables;
}

async function driftOf(installation: Installation): Promise<DriftFinding[]> {
  const instance = await DuckDBInstance.create(':memory:');
  try {
    return await contractDrift(installation, await instance.connect());
  } finally {
    instance.closeSync();
  }
}

async function quarantineCounts({ store }: Installation): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for await (const { channel } of quarantined(store)) counts[channel] = (counts[channel] ?? 0) + 1;
  return counts;
}

export function formatStatus({ data, lake, quarantine, drift, warehouse }: Status): string {
  const refused = Object.entries(quarantine);
  const waiting = Object.entries(warehouse.waiting_files);
  return [
    `data  ${data}`,
    '',
    lake.length === 0
      ? 'lake  empty'
      : formatTable(
          ['lake', 'rows', 'files', 'last received (UTC)', 'last occurred (UTC)'],
          lake.map((one) => [
            one.table,
            formatCount(one.row_count),
            formatCount(one.file_count),
            one.last_received_at ?? '',
            one.last_occurred_at ?? '',
          ]),
          new Set([1, 2]),
        ),
    '',
    refused.length === 0
      ? 'quarantine  empty'
      : formatTable(
          ['quarantine', 'records'],
          refused.map(([channel, count]) => [channel, formatCount(count)]),
          new Set([1]),
        ),
    '',
    ...(drift.length === 0
      ? []
      : [
          formatTable(
            ['contract drift', 'channel', 'field', 'expected', 'found', 'records', 'first day', 'last day'],
            drift.map((one) => [
              one.finding,
              one.channel,
              one.field,
              one.expected ?? '',
              one.found.join(', '),
              formatCount(one.record_count),
              Object.keys(one.days)[0] ?? '',
              Object.keys(one.days).at(-1) ?? '',
            ]),
            new Set([5]),
          ),
          '',
        ]),
    ...(warehouse.published === null || warehouse.builds.some((one) => one.is_published)
      ? []
      : [`published  ${warehouse.published}, whose record is gone: publish a kept build with "echolake rollback BUILD"`, '']),
    warehouse.builds.length === 0
      ? 'builds  none yet: run "echolake build"'
      : formatTable(
          ['build', 'made (UTC)', 'models run', 'rows', 'warnings', ''],
          warehouse.builds.map((one) => [
            one.build,
            one.created_at,
            `${one.built_models} of ${one.models}`,
            formatCount(one.rows),
            formatCount(one.warnings),
            one.is_published ? 'published' : '',
          ]),
          new Set([3, 4]),
        ),
    ...(warehouse.failing === null
      ? []
      : [
          '',
          `audits  ${warehouse.failing.audits} failed in ${warehouse.failing.build}, which was ${warehouse.failing.is_published ? 'published with a warning' : 'not published'}: see "echolake audits"`,
        ]),
    ...(waiting.length > 0
      ? [
          '',
          `landed since the published build: ${waiting.map(([table, count]) => `${table} ${formatCount(count)} files`).join(', ')}; run "echolake build"`,
        ]
      : []),
  ].join('\n');
}
