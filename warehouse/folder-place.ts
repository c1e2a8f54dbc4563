import { access, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckdbOptions } from './engines/duckdb/duckdb-engine.ts';
import { keepFailures } from './failures.ts';
import { lakeDir, listLake } from './lake-listing.ts';
import { lockWarehouse } from './lock.ts';
import {
  buildsDir,
  listBuilds,
  type Manifest,
  movePointer,
  publishedBuild,
  readManifest,
  syncPath,
  warehouseDir,
  writeManifest,
} from './manifest.ts';
import type { Place } from './place.ts';
import { prune } from './prune.ts';

type EngineLimits = Pick<DuckdbOptions, 'memoryLimit' | 'threads' | 'largeDay'>;

/** A data folder, with DuckDB as its engine. */
export function folderPlace(dataDir: string, limits: EngineLimits = {}): Place {
  const root = warehouseDir(dataDir);
  return {
    engineVersion: async () => (await import('./engines/duckdb/duckdb-engine.ts')).DUCKDB_VERSION,
    lock: (options) => lockWarehouse(dataDir, options),
    listLake: (contracts) => listLake(dataDir, contracts),
    openEngine: async () => {
      // Loaded only where it runs: a function that builds on Athena ships without DuckDB.
      const { openDuckdbEngine } = await import('./engines/duckdb/duckdb-engine.ts');
      return openDuckdbEngine({ root, lakeDir: lakeDir(dataDir), spillDir: join(root, 'spill'), ...limits });
    },
    publishedBuild: () => publishedBuild(dataDir),
    readManifest: (build) => readManifest(dataDir, build),
    listBuilds: () => listBuilds(dataDir),
    keep: async (manifest) => {
      await syncParts(root, manifest);
      await writeManifest(dataDir, manifest);
    },
    publish: ({ build }) => movePointer(dataDir, build),
    discard: async (build, models) => {
      for (const model of models) await rm(join(root, 'parts', model, build), { recursive: true, force: true });
    },
    keepFailures: (failures, keep) => keepFailures(dataDir, failures, keep),
    tidy: async (keep) => {
      await mkdir(buildsDir(dataDir), { recursive: true });
      await prune(dataDir, keep);
    },
    lost: async ({ models }) => {
      const files = new Set(Object.values(models).flatMap(({ parts }) => parts.flatMap((part) => part.files)));
      const found = await Promise.all([...files].map(async (file) => ((await exists(join(root, file))) ? [] : [file])));
      return found.flat();
    },
  };
}

/** Makes the new parts survive a loss of power before anything points to them. */
async function syncParts(root: string, { build, models }: Manifest): Promise<void> {
  const files = new Set(
    Object.entries(models).flatMap(([model, { parts }]) =>
      parts.flatMap((part) => part.files.filter((file) => file.startsWith(`parts/${model}/${build}/`))),
    ),
  );
  const folders = new Set([...files].flatMap((file) => foldersOf(file)));
  await Promise.all([...files, ...folders].map((path) => syncPath(join(root, path))));
}

function foldersOf(file: string): string[] {
  const steps = file.split('/');
  return steps.slice(0, -1).map((_, index) => steps.slice(0, index + 1).join('/'));
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
