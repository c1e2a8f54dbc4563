import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { BuildError } from '../../errors.ts';
import { literal, quoted } from '../../sql-text.ts';
import type { OutputColumn, Part, Table, Target } from '../engine.ts';
import { readRows } from './connection.ts';
import { inDays, partKey } from './statements.ts';

/** Rows from which a day of a long history is told from its neighbours: fewer make more work for each file, more for each day read. */
const ROW_GROUP_ROWS = 60_000;

/** More distinct values than this in a row group are written plainly: a dictionary of ids costs time to make and makes files larger. */
const DICTIONARY_SIZE = 2_000;

/** Days that have a file of their own where a build writes large ones; more are sorted into one file. */
const MOST_DAY_FILES = 4;

/**
 * Writes a query's rows as one Parquet file of the build, sorted by day where the target has days, so that a day is a few row groups of it.
 * @throws {BuildError} when a row has no day to go to.
 */
export function writeTable(
  connection: DuckDBConnection,
  root: string,
  sql: string,
  target: Target,
  columns: readonly OutputColumn[],
): Promise<Table> {
  const rows = target.partition === null ? sql : `select * from (${sql}) order by ${quoted(target.partition)}`;
  return writeFile(connection, root, 'rows', rows, target, columns);
}

/** Writes a query's rows, which are those of one large day, as a file of its own. */
export function writeLargeDay(
  connection: DuckDBConnection,
  root: string,
  sql: string,
  target: Target,
  columns: readonly OutputColumn[],
  day: string,
): Promise<Table> {
  return writeFile(connection, root, day, sql, target, columns);
}

/** Writes the rows of some large days beside the others of the build. Few days have a file each, which saves sorting their rows. */
export async function writeLargeDays(
  connection: DuckDBConnection,
  root: string,
  sql: string,
  target: Target & { readonly partition: string },
  columns: readonly OutputColumn[],
  days: readonly string[],
): Promise<Table> {
  const { partition } = target;
  const rowsOn = (some: readonly string[]) => `select * from (${sql}) where ${inDays(partition, some)}`;
  if (days.length > MOST_DAY_FILES)
    return writeFile(connection, root, 'days', `${rowsOn(days)} order by ${quoted(partition)}`, target, columns);
  const parts: Part[] = [];
  for (const day of days) parts.push(...(await writeLargeDay(connection, root, rowsOn([day]), target, columns, day)).parts);
  return { columns, partition, parts, superseded: [] };
}

async function writeFile(
  connection: DuckDBConnection,
  root: string,
  name: string,
  rows: string,
  { model, build, partition }: Target,
  columns: readonly OutputColumn[],
): Promise<Table> {
  const file = `parts/${model}/${build}/${name}.parquet`;
  const path = literal(join(root, file));
  await mkdir(join(root, 'parts', model, build), { recursive: true });
  await connection.run(
    `copy (${rows}) to ${path} (
       format parquet, parquet_version v2, compression zstd, compression_level 1,
       row_group_size ${ROW_GROUP_ROWS}, dictionary_size_limit ${DICTIONARY_SIZE}
     )`,
  );
  const counted = await rowsByDay(connection, `read_parquet(${path})`, model, partition);
  const parts = [...counted].map(([key, rowCount]): Part => ({ key, files: [file], rows: rowCount, since: build }));
  return { columns, partition, parts, superseded: [] };
}

/**
 * How many rows a relation has by day, in order; without days under the one key `all`.
 * @throws {BuildError} when a row has no day to go to.
 */
export async function rowsByDay(
  connection: DuckDBConnection,
  relation: string,
  model: string,
  partition: string | null,
): Promise<Map<string, number>> {
  const [key, group] = partition === null ? [`'all'`, `'all'`] : [partKey(partition), quoted(partition)];
  const counted = await readRows(
    connection,
    `select ${key} as part_key, count(*) as n from ${relation} group by ${group} order by 1`,
  );
  return new Map(
    counted.map(({ part_key: day, n }) => {
      if (typeof day === 'string') return [day, Number(n)];
      throw new BuildError(
        `${model}: ${Number(n)} rows have no ${partition}, so they belong to no day; filter them or give them one`,
      );
    }),
  );
}
