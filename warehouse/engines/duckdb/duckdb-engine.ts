import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance, version } from '@duckdb/node-api';
import { BuildError } from '../../errors.ts';
import { columnList, quoted } from '../../sql-text.ts';
import type { Bench, Engine, Found, OutputColumn, Source, Table } from '../engine.ts';
import { connectForModels, installPrelude, readRows } from './connection.ts';
import { presentColumns, tellNotParquet } from './lake-columns.ts';
import { merge, replace } from './incremental.ts';
import { selectMatching } from './lookup.ts';
import { writeTable } from './part-writer.ts';
import { PRELUDE_VERSION } from './prelude.ts';
import { rankingRepeated } from './versions.ts';
import { fileList, fingerprints, partKey, selectChanges, selectLake, selectTable, selectTyped } from './statements.ts';

export interface DuckdbOptions {
  /** Folder that part files are relative to. */
  readonly root: string;
  /** Folder that lake keys are relative to. */
  readonly lakeDir: string;
  /** Folder for what does not fit into memory. */
  readonly spillDir: string;
  /** Such as `2GB`. */
  readonly memoryLimit?: string | undefined;
  readonly threads?: number | undefined;
  /** Rows from which on a new day of a model gets a file of its own. */
  readonly largeDay?: number | undefined;
}

/** Raised when files are laid out in another way, so that all of them are written again. */
const LAYOUT_VERSION = 2;

export const DUCKDB_VERSION = `duckdb ${version()} prelude ${PRELUDE_VERSION} layout ${LAYOUT_VERSION}`;

/** A day of so many rows is worth a file of its own: a row group or more of it. */
const LARGE_DAY = 60_000;

/** Comparing rows of larger models costs more than building what is downstream of them again. */
const COMPARED_ROWS = 1_000_000;

/** An in-process DuckDB that holds no data of its own: it reads lake files and parts and writes parts. */
export async function openDuckdbEngine(options: DuckdbOptions): Promise<Engine> {
  await mkdir(options.spillDir, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', {
    temp_directory: options.spillDir,
    preserve_insertion_order: 'false',
    ...(options.memoryLimit !== undefined && { memory_limit: options.memoryLimit }),
    ...(options.threads !== undefined && { threads: String(options.threads) }),
  });
  await installPrelude(instance, 'prelude');
  const open = new Set<DuckDBConnection>();
  let benches = 0;
  return {
    version: DUCKDB_VERSION,
    largeDay: options.largeDay ?? LARGE_DAY,
    bench: async () => {
      benches += 1;
      const schema = `run_${benches}`;
      const connection = await connectForModels(instance, ['prelude']);
      open.add(connection);
      await connection.run(`create schema ${schema}`);
      await connection.run(`set search_path = '${schema},prelude'`);
      return benchOn(connection, options, async () => {
        open.delete(connection);
        await connection.run(`drop schema ${schema} cascade`);
        connection.closeSync();
      });
    },
    interrupt: () => {
      for (const connection of open) connection.interrupt();
    },
    close: () => instance.closeSync(),
  };
}

function benchOn(connection: DuckDBConnection, options: DuckdbOptions, close: () => Promise<void>): Bench {
  const { root } = options;
  return {
    bind: async (relation, source) => {
      const rows =
        source.kind === 'changes'
          ? await changesTo(connection, root, relation, source)
          : await boundRows(connection, options, source);
      const kind = source.kind === 'query' && source.isReadOften === true ? 'table' : 'view';
      await connection.run(`create or replace ${kind} ${quoted(relation)} as ${rows}`);
    },
    daysOf: async (relation, column) => {
      const rows = await readRows(
        connection,
        `select ${partKey(column)} as day from ${quoted(relation)} where ${quoted(column)} is not null group by ${quoted(column)}`,
      );
      return rows.flatMap(({ day }) => (typeof day === 'string' ? [day] : []));
    },
    columnsOf: (sql) => columnsOf(connection, sql),
    full: async (sql, target, columns, versions) => {
      const ranked = versions === null ? { sql } : await rankingRepeated(connection, sql, versions);
      return writeTable(connection, root, selectTyped(ranked.sql, columns), target, columns);
    },
    merge: (request) => merge(connection, root, request, options.largeDay ?? LARGE_DAY),
    replace: (request) => replace(connection, root, request, options.largeDay ?? LARGE_DAY),
    sameRows: async (before, after) => {
      const [rowsBefore, rowsAfter] = [before, after].map(({ parts }) => parts.reduce((sum, part) => sum + part.rows, 0));
      if (rowsBefore !== rowsAfter || rowsBefore === undefined || rowsBefore > COMPARED_ROWS) return false;
      const digests = [before, after].map(async (table) => {
        const rows = await readRows(connection, fingerprints(selectTable(root, table, null), `'all'`, table.columns));
        return rows[0]?.['digest'];
      });
      return (await digests[0]) === (await digests[1]);
    },
    knownWithoutNulls: (table, keys) => knownWithoutNulls(connection, options, table, keys),
    discard: async ({ parts }) => {
      for (const file of new Set(parts.flatMap(({ files }) => files))) await rm(join(root, file));
    },
    find: (sql, limit) => find(connection, sql, limit),
    close,
  };
}

/** Changes are looked up several times. Those within days are found once, as that reads whole rows; days that are new are all change. */
async function changesTo(
  connection: DuckDBConnection,
  root: string,
  relation: string,
  { before, after, keys, columns }: Source & { kind: 'changes' },
): Promise<string> {
  const known = new Set(before?.parts.map(({ key }) => key));
  const [old, added] = [new Set<string>(), new Set<string>()];
  for (const key of keys) (known.has(key) ? old : added).add(key);
  const within = quoted(`${relation}__within`);
  await connection.run(
    `create or replace table ${within} as ${selectChanges(root, before ?? { ...after, parts: [] }, after, old, columns)}`,
  );
  return `select * from ${within} union all select ${columnList(columns)} from (${selectTable(root, after, added)})`;
}

type Bound = Exclude<Source, { kind: 'changes' }>;

async function boundRows(connection: DuckDBConnection, { root, lakeDir }: DuckdbOptions, source: Bound): Promise<string> {
  switch (source.kind) {
    case 'table':
      return selectTable(root, source.table, source.keys);
    case 'matching': {
      if (source.table.parts.length === 0) return selectTable(root, source.table, null);
      const met = source.relations.map((relation) => `select ${columnList(source.columns)} from ${quoted(relation)}`);
      return selectMatching(connection, selectTable(root, source.table, source.keys), source.columns, met.join(' union all '));
    }
    case 'query':
      return source.sql;
    case 'lake':
      return lakeRows(connection, lakeDir, source);
  }
}

async function lakeRows(connection: DuckDBConnection, lakeDir: string, source: Source & { kind: 'lake' }): Promise<string> {
  const { contract, keys } = source;
  if (keys.length === 0) return selectLake(lakeDir, contract, keys, new Set());
  try {
    return selectLake(lakeDir, contract, keys, await presentColumns(connection, lakeDir, contract, keys));
  } catch (cause) {
    if (cause instanceof BuildError) throw cause;
    throw new BuildError(tellNotParquet(cause, contract.table, join(lakeDir, keys[0] ?? '')), { cause });
  }
}

/** Columns of which the files' own statistics count no null. Few rows are as soon read. */
async function knownWithoutNulls(
  connection: DuckDBConnection,
  { root, largeDay = LARGE_DAY }: DuckdbOptions,
  { parts }: Table,
  keys: ReadonlySet<string> | null,
): Promise<Set<string>> {
  const wanted = parts.filter(({ key }) => keys === null || keys.has(key));
  if (wanted.reduce((sum, { rows }) => sum + rows, 0) < largeDay) return new Set();
  const files = [...new Set(wanted.flatMap((part) => part.files))];
  const rows = await readRows(
    connection,
    `select path_in_schema as name from parquet_metadata(${fileList(root, files)})
     group by 1 having sum(stats_null_count) = 0 and count(stats_null_count) = count(*)`,
  );
  return new Set(rows.flatMap(({ name }) => (typeof name === 'string' ? [name] : [])));
}

async function columnsOf(connection: DuckDBConnection, sql: string): Promise<OutputColumn[]> {
  const prepared = await connection.prepare(sql);
  try {
    return Array.from({ length: prepared.columnCount }, (_, index) => {
      const name = prepared.columnName(index);
      const type = prepared.columnType(index).toString();
      if (type === 'SQLNULL') throw new BuildError(`column ${name} has no type: cast its null to one`);
      return { name, type: type === 'HUGEINT' ? 'BIGINT' : type };
    });
  } finally {
    prepared.destroySync();
  }
}

/**
 * The rows are counted beside, not by a window: over a union, DuckDB 1.5 lets two pipelines share the state of a window without
 * partition, and sometimes ends the whole database so (duckdb/duckdb#25995).
 */
async function find(connection: DuckDBConnection, sql: string, limit: number): Promise<Found> {
  const counted = `with found as materialized (\n${sql}\n) select *, (select count(*) from found) as found_count from found limit ${limit}`;
  const rows = await readRows(connection, counted);
  return {
    count: Number(rows[0]?.['found_count'] ?? 0),
    rows: rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'found_count'))),
  };
}
