import type { EventContract } from '../contracts/event.ts';
import type { Engine } from './engines/engine.ts';
import type { Failures } from './failures.ts';
import type { LakeListing } from './lake-listing.ts';
import type { LockOptions } from './lock.ts';
import type { Manifest } from './manifest.ts';

/** Where a warehouse stands: its lake, its engine, and what is written down of its builds. A folder on one machine, a bucket on AWS. */
export interface Place {
  /** That of the engine it opens. */
  engineVersion(): Promise<string>;
  /** @throws {BuildBusyError} when another build is still running after `waitMs`. */
  lock(options: LockOptions): Promise<() => Promise<void>>;
  listLake(contracts: readonly EventContract[]): Promise<LakeListing>;
  openEngine(): Promise<Engine>;
  /** Id of the published build, or null before the first. */
  publishedBuild(): Promise<string | null>;
  /** @throws {ManifestError} when there is no such build. */
  readManifest(build: string): Promise<Manifest>;
  /** Ids of all kept builds, oldest first. */
  listBuilds(): Promise<string[]>;
  /** Makes what a build wrote outlive this process, and writes down what that is. */
  keep(manifest: Manifest): Promise<void>;
  /** From here on readers see this build. */
  publish(manifest: Manifest): Promise<void>;
  /** Removes what a build wrote that is not published. */
  discard(build: string, models: Iterable<string>): Promise<void>;
  /** Keeps what an attempt at a build found in its audits, or forgets what an earlier attempt at it did. Keeps that of the last builds. */
  keepFailures(failures: Failures, keep: number): Promise<void>;
  /** Forgets all but the last builds and the published one, and removes what no kept build names. Only while holding the lock. */
  tidy(keep: number): Promise<void>;
  /** What a build names and is gone. */
  lost(manifest: Manifest): Promise<readonly string[]>;
}

/** The published build, or null before the first. */
export async function readPublished(place: Place): Promise<Manifest | null> {
  const build = await place.publishedBuild();
  return build === null ? null : place.readManifest(build);
}
