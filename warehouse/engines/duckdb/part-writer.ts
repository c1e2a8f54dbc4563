import { mkdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { type DuckDBConnection, DuckDBMapValue } from '@duckdb/node-api';
import { BuildError } from '../../errors.ts';
import { literal, quoted } from '../../sql-text.ts';
import type { Part, Target } from '../engine.ts';

/** Folder of a model's new files in one build, relative to the warehouse folder. */
function partFolder(target: Pick<Target, 'model' | 'build'>): string {
  return join('parts', target.model, target.build);
}

/**
 * Writes a query's rows as Parquet parts, one for each day of the target's partition column or a single one.
 * @throws {BuildError} when a row has no day to go to.
 */
export async function writeParts(connection: DuckDBConnection, root: string, sql: string, target: Target): Promise<Part[]> {
  const folder = join(root, partFolder(target));
  await mkdir(folder, { recursive: true });
  const format = 'format parquet, compression zstd, compression_level 1, return_stats';
  const { partition } = target;
  // Sorted first: rows in any order made COPY hold every day open, and 2 million rows over 365 days took 21 s in place of 9.
  const statement =
    partition === null
      ? `copy (${sql}) to ${literal(join(folder, 'all.parquet'))} (${format})`
      : `copy (select * from (${sql}) order by ${quoted(partition)}) to ${literal(folder)} (${format}, partition_by (${quoted(partition)}))`;
  const parts = new Map<string, { files: string[]; rows: number }>();
  for (const { filename, count, day } of await copyTo(connection, statement)) {
    const key = partition === null ? 'all' : day;
    if (key === null || key.startsWith('__HIVE'))
      throw new BuildError(
        `${target.model}: ${count} rows have no ${partition}, so they belong to no day; filter them or give them one`,
      );
    const part = parts.get(key) ?? { files: [], rows: 0 };
    part.files.push(relative(root, filename).split(sep).join('/'));
    part.rows += count;
    parts.set(key, part);
  }
  return [...parts].map(([key, part]) => ({ key, files: part.files.toSorted(), rows: part.rows })).toSorted(byKey);
}

/** Runs a COPY that returns what it wrote. Its many column statistics are left where they are: turning them into JavaScript takes longer than writing. */
async function copyTo(
  connection: DuckDBConnection,
  statement: string,
): Promise<{ filename: string; count: number; day: string | null }[]> {
  const reader = await connection.runAndReadAll(statement);
  const names = reader.columnNames();
  const [filename, count, keys] = ['filename', 'count', 'partition_keys'].map((name) => names.indexOf(name));
  if (filename === undefined || count === undefined || keys === undefined) return [];
  return Array.from({ length: reader.currentRowCount }, (_, row) => {
    const partition = reader.value(keys, row);
    const day = partition instanceof DuckDBMapValue ? partition.entries[0]?.value : null;
    return {
      filename: String(reader.value(filename, row)),
      count: Number(reader.value(count, row)),
      day: typeof day === 'string' ? day : null,
    };
  });
}

function byKey(a: Part, b: Part): number {
  return a.key < b.key ? -1 : 1;
}
