import { UsageError } from '../contracts/errors.ts';
import { nearest } from '../contracts/nearest.ts';
import { folderPlace } from './folder-place.ts';
import type { Manifest } from './manifest.ts';
import type { Place } from './place.ts';

/** Publishes an earlier build of a data folder, as {@link rollbackIn} does. */
export function rollbackWarehouse(dataDir: string, build: string | null, now: () => Date): Promise<Manifest> {
  return rollbackIn(folderPlace(dataDir), build, now);
}

/**
 * Publishes an earlier build, by default the one before the published one. The next build starts from it and takes in again
 * whatever later builds had.
 * @throws {UsageError} when there is no such build or its parts are gone. @throws {BuildBusyError} while a build runs.
 */
export async function rollbackIn(place: Place, build: string | null, now: () => Date): Promise<Manifest> {
  const release = await place.lock({ waitMs: 0, now, onLost: () => undefined });
  try {
    const target = build ?? (await previousOf(place));
    const kept = await place.listBuilds();
    if (!kept.includes(target)) {
      const near = nearest(target, kept);
      throw new UsageError(
        `there is no build ${target}${near === undefined ? '' : `; the nearest is ${near}`}. Kept: ${kept.join(', ') || 'none'}`,
      );
    }
    const manifest = await place.readManifest(target);
    const gone = await place.lost(manifest);
    if (gone.length > 0) throw new UsageError(`build ${target} has lost ${gone.length} of its files, such as ${gone[0]}`);
    await place.publish(manifest);
    return manifest;
  } finally {
    await release();
  }
}

async function previousOf(place: Place): Promise<string> {
  const published = await place.publishedBuild();
  if (published === null) throw new UsageError('nothing is built yet');
  const { previous } = await place.readManifest(published);
  if (previous === null) throw new UsageError(`build ${published} is the first; there is none before it`);
  return previous;
}
