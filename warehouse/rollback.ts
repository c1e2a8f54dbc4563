import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../contracts/errors.ts';
import { nearest } from '../contracts/nearest.ts';
import { lockWarehouse } from './lock.ts';
import { listBuilds, type Manifest, movePointer, publishedBuild, readManifest, warehouseDir } from './manifest.ts';

/**
 * Publishes an earlier build, by default the one before the published one. The next build starts from it and takes in again
 * whatever later builds had.
 * @throws {UsageError} when there is no such build or its parts are gone. @throws {BuildBusyError} while a build runs.
 */
export async function rollbackWarehouse(dataDir: string, build: string | null, now: () => Date): Promise<Manifest> {
  const release = await lockWarehouse(dataDir, { waitMs: 0, now, onLost: () => undefined });
  try {
    const target = build ?? (await previousOf(dataDir));
    const kept = await listBuilds(dataDir);
    if (!kept.includes(target)) {
      const near = nearest(target, kept);
      throw new UsageError(
        `there is no build ${target}${near === undefined ? '' : `; the nearest is ${near}`}. Kept: ${kept.join(', ') || 'none'}`,
      );
    }
    const manifest = await readManifest(dataDir, target);
    const files = new Set(Object.values(manifest.models).flatMap(({ parts }) => parts.flatMap((part) => part.files)));
    const gone = (
      await Promise.all([...files].map(async (file) => ((await exists(join(warehouseDir(dataDir), file))) ? [] : [file])))
    ).flat();
    if (gone.length > 0) throw new UsageError(`build ${target} has lost ${gone.length} of its files, such as ${gone[0]}`);
    await movePointer(dataDir, target);
    return manifest;
  } finally {
    await release();
  }
}

async function previousOf(dataDir: string): Promise<string> {
  const published = await publishedBuild(dataDir);
  if (published === null) throw new UsageError(`${dataDir}: nothing is built yet`);
  const { previous } = await readManifest(dataDir, published);
  if (previous === null) throw new UsageError(`build ${published} is the first; there is none before it`);
  return previous;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
