import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { lakeDir } from '../../warehouse/lake-listing.ts';
import type { Installation } from './installation.ts';

/** Puts the landed files of a data folder into a bucket, under the same keys. */
export async function uploadLake(dataDir: string, { store }: Installation): Promise<void> {
  const root = lakeDir(dataDir);
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) await store.putNew(relative(root, path), await readFile(path));
  }
}
