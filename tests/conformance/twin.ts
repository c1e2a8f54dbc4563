import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EventContract } from '../../contracts/event.ts';
import { PREFIXES } from '../../contracts/lake.ts';
import { type BuildRecord, type BuildRequest, buildIn } from '../../warehouse/build.ts';
import { folderPlace } from '../../warehouse/folder-place.ts';
import { lakeDir } from '../../warehouse/lake-listing.ts';
import { loadModels } from '../../warehouse/model.ts';
import { rigUrls } from '../rig/clients.ts';
import { type Installation, makeInstallation } from '../rig/installation.ts';
import { compareModel, type Difference } from './compare.ts';
import { unloadModel } from './unload.ts';

export interface Comparison {
  readonly models: number;
  readonly cells: number;
  readonly differences: readonly Difference[];
}

/** One lake, built by both engines: in a bucket by Athena, and in a folder with a copy of the bucket's files by DuckDB. */
export interface Twin {
  readonly installation: Installation;
  /** Built by DuckDB. */
  readonly dataDir: string;
  build(options: TwinBuild): Promise<{ readonly athena: BuildRecord; readonly duckdb: BuildRecord }>;
  /** Compares every cell of every published model. */
  compare(sqlDir: string): Promise<Comparison>;
  remove(): Promise<void>;
}

interface TwinBuild extends Omit<BuildRequest, 'contracts' | 'now'> {
  /** Models for Athena where they are others, which no difference should survive. */
  readonly athenaSqlDir?: string;
}

const NOW = new Date('2026-11-20T12:00:00Z');

export async function makeTwin(contracts: readonly EventContract[]): Promise<Twin> {
  const installation = await makeInstallation(rigUrls(), contracts);
  const root = await mkdtemp(join(tmpdir(), 'echolake-twin-'));
  const dataDir = join(root, 'data');
  await mkdir(dataDir);
  const [bucket, folder] = [installation.place(), folderPlace(dataDir)];
  const copied = new Set<string>();

  const copyLake = async () => {
    for await (const key of installation.store.list(PREFIXES.bronze)) {
      if (copied.has(key)) continue;
      const path = join(lakeDir(dataDir), key);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, (await installation.store.get(key)) ?? '');
      copied.add(key);
    }
  };

  return {
    installation,
    dataDir,
    build: async ({ athenaSqlDir, ...options }) => {
      await copyLake();
      const request = { ...options, contracts, now: () => NOW };
      const athena = await buildIn(bucket, { ...request, sqlDir: athenaSqlDir ?? options.sqlDir, parallel: 4 });
      const duckdb = await buildIn(folder, request);
      return { athena, duckdb };
    },
    compare: async (sqlDir) => {
      const manifests = await Promise.all(
        [folder, bucket].map(async (place) => place.readManifest((await place.publishedBuild()) ?? '')),
      );
      const [duckdb, athena] = manifests;
      const models = await loadModels(sqlDir);
      const compared = await Promise.all(
        models.map(async ({ name, key }) => {
          const [ours, theirs] = [duckdb?.models[name], athena?.models[name]];
          if (ours === undefined || theirs === undefined) throw new Error(`${name} was not built by both engines`);
          const files = await unloadModel(installation, name, theirs, join(root, 'unloaded'));
          const differences = await compareModel(name, key, { dataDir, entry: ours }, { files, entry: theirs });
          return { differences, cells: ours.rows * ours.columns.length };
        }),
      );
      const cells = compared.reduce((sum, each) => sum + each.cells, 0);
      return { models: models.length, cells, differences: compared.flatMap(({ differences }) => differences) };
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** `N models, M cells, 0 differences`, or a line for each difference. */
export function summaryOf({ models, cells, differences }: Comparison): string {
  const told = differences.map(
    ({ model, key, column, duckdb, athena }) =>
      `${model} ${key} ${column}: ${duckdb ?? 'null'} in DuckDB, ${athena ?? 'null'} in Athena`,
  );
  return [`${models} models, ${cells} cells, ${differences.length} differences`, ...told].join('\n');
}
