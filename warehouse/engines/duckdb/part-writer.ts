import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { BuildError } from '../../errors.ts';
import { literal, quoted } from '../../sql-text.ts';
import type { OutputColumn, Part, Table, Target } from '../engine.ts';
import { readRows } from './connection.ts';
import { partKey } from './statements.ts';

/** Rows from which a day of a long history is told from its neighbours: fewer make more work for each file, more for each day read. */
const ROW_GROUP_ROWS = 60_000;

/**
 * Writes a query's rows as one Parquet file of the build, sorted by day where the target has days, so that a day is a few row groups of it.
 * @throws {BuildError} when a row has no day to go to.
 */
export async function writeTable(
  connection: DuckDBConnection,
  root: string,
  name: string,
  sql: string,
  target: Target,
  columns: readonly OutputColumn[],
): Promise<Table> {
  const { model, build, partition } = target;
  const file = `parts/${model}/${build}/${name}.parquet`;
  const path = literal(join(root, file));
  await mkdir(join(root, 'parts', model, build), { recursive: true });
  const rows = partition === null ? sql : `select * from (${sql}) order by ${quoted(partition)}`;
  await connection.run(
    `copy (${rows}) to ${path} (format parquet, compression zstd, compression_level 1, row_group_size ${ROW_GROUP_ROWS})`,
  );
  const key = partition === null ? `'all'` : partKey(partition);
  const counted = await readRows(
    connection,
    `select ${key} as part_key, count(*) as n from read_parquet(${path}) group by 1 order by 1`,
  );
  const parts = counted.map(({ part_key: day, n }): Part => {
    if (typeof day !== 'string') throw missingDay(model, partition, Number(n));
    return { key: day, files: [file], rows: Number(n), since: build };
  });
  return { columns, partition, parts, superseded: [] };
}

export function missingDay(model: string, partition: string | null, rows: number): BuildError {
  return new BuildError(`${model}: ${rows} rows have no ${partition}, so they belong to no day; filter them or give them one`);
}
