import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildsDir, listBuilds, publishedBuild, readManifest, warehouseDir } from './manifest.ts';

export interface Pruned {
  readonly builds: readonly string[];
  readonly files: number;
}

/**
 * Forgets all but the last builds and the published one, then deletes the part files that no kept build names: those of forgotten
 * builds and what dead builds left. Call it only while holding the lock.
 */
export async function prune(dataDir: string, keep: number): Promise<Pruned> {
  const root = warehouseDir(dataDir);
  const published = await publishedBuild(dataDir);
  const all = await listBuilds(dataDir);
  const kept = all.filter((build, index) => index >= all.length - keep || build === published);
  const forgotten = all.filter((build) => !kept.includes(build));
  for (const build of forgotten) await rm(join(buildsDir(dataDir), `${build}.json`));
  const manifests = await Promise.all(kept.map((build) => readManifest(dataDir, build)));
  const named = new Set(
    manifests.flatMap(({ models }) => Object.values(models).flatMap(({ parts }) => parts.flatMap(({ files }) => files))),
  );
  const files = await deleteUnnamed(root, 'parts', named);
  const records = await readdir(buildsDir(dataDir)).catch(() => []);
  for (const name of records.filter((record) => record.endsWith('.tmp'))) await rm(join(buildsDir(dataDir), name));
  for (const name of await readdir(root)) if (name.endsWith('.tmp')) await rm(join(root, name));
  await rm(join(root, 'spill'), { recursive: true, force: true });
  return { builds: forgotten, files };
}

async function deleteUnnamed(root: string, folder: string, named: ReadonlySet<string>): Promise<number> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  let deleted = 0;
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      deleted += await deleteUnnamed(root, path, named);
      if ((await readdir(join(root, path))).length === 0) await rmdir(join(root, path));
    } else if (!named.has(path)) {
      await rm(join(root, path));
      deleted += 1;
    }
  }
  return deleted;
}
