import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { EventContract } from '../contracts/event.ts';
import { tablePrefix } from '../contracts/lake.ts';

/** Keys of the landed files of each table, sorted. */
export type LakeListing = ReadonlyMap<string, readonly string[]>;

export function lakeDir(dataDir: string): string {
  return join(dataDir, 'lake');
}

/** Lists a folder store. A table without a folder has no files. */
export async function listLake(dataDir: string, contracts: readonly EventContract[]): Promise<LakeListing> {
  const root = lakeDir(dataDir);
  const tables = contracts.map(async ({ table }) => {
    const entries = await readdir(join(root, tablePrefix(table)), { recursive: true, withFileTypes: true }).catch(() => []);
    const keys = entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.parquet') && !entry.name.startsWith('.'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
    return [table, keys.toSorted()] as const;
  });
  return new Map(await Promise.all(tables));
}
