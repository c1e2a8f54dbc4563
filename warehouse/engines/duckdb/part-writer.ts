import { mkdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import { BuildError } from '../../errors.ts';
import { literal, quoted } from '../../sql-text.ts';
import type { Part, Target } from '../engine.ts';
import { readRows } from './connection.ts';

const copied = z.object({
  filename: z.string(),
  count: z.coerce.number(),
  partition_keys: z.array(z.object({ key: z.string(), value: z.string().nullable() })).nullable(),
});

/** Folder of a model's new files in one build, relative to the warehouse folder. */
export function partFolder(target: Pick<Target, 'model' | 'build'>): string {
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
  const statement =
    partition === null
      ? `copy (${sql}) to ${literal(join(folder, 'all.parquet'))} (${format})`
      : `copy (${sql}) to ${literal(folder)} (${format}, partition_by (${quoted(partition)}))`;
  const parts = new Map<string, { files: string[]; rows: number }>();
  for (const row of await readRows(connection, statement)) {
    const { filename, count, partition_keys: keys } = copied.parse(row);
    const key = partition === null ? 'all' : (keys?.[0]?.value ?? null);
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

function byKey(a: Part, b: Part): number {
  return a.key < b.key ? -1 : 1;
}
