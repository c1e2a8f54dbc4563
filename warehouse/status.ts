import type { EventContract } from '../contracts/event.ts';
import { readFailures } from './failures.ts';
import { listLake } from './lake-listing.ts';
import { listBuilds, type Manifest, publishedBuild, readManifest } from './manifest.ts';

interface BuildSummary {
  readonly build: string;
  readonly created_at: string;
  readonly is_published: boolean;
  readonly rows: number;
  /** Models that this build ran, of all it has. */
  readonly built_models: number;
  readonly models: number;
  /** Audits of severity `warn` that failed. */
  readonly warnings: number;
}

export interface WarehouseStatus {
  readonly published: string | null;
  /** Kept builds, newest first. */
  readonly builds: readonly BuildSummary[];
  readonly models: readonly { readonly model: string; readonly rows: number; readonly parts: number }[];
  /** The newest build whose rows broke audits, published or stopped by them, if it is the published one or later. */
  readonly failing: { readonly build: string; readonly is_published: boolean; readonly audits: number } | null;
  /** Landed files that the published build has not taken in, by table; tables without any are left out. Empty where its record is gone. */
  readonly waiting_files: Readonly<Record<string, number>>;
}

/** What is published, what is kept, and what has landed since. Reads records only, no rows. */
export async function statusOfWarehouse(dataDir: string, contracts: readonly EventContract[]): Promise<WarehouseStatus> {
  const [published, kept, lake] = await Promise.all([publishedBuild(dataDir), listBuilds(dataDir), listLake(dataDir, contracts)]);
  const manifests = await Promise.all(kept.toReversed().map((build) => readManifest(dataDir, build)));
  const current = manifests.find(({ build }) => build === published);
  return {
    published,
    builds: manifests.map((manifest) => summaryOf(manifest, published)),
    models: Object.entries(current?.models ?? {}).map(([model, { rows, parts }]) => ({ model, rows, parts: parts.length })),
    failing: await failing(dataDir, published),
    waiting_files: published !== null && current === undefined ? {} : waitingFiles(current, lake),
  };
}

async function failing(dataDir: string, published: string | null): Promise<WarehouseStatus['failing']> {
  const [newest] = await readFailures(dataDir);
  if (newest === undefined || (published !== null && newest.build < published)) return null;
  return { build: newest.build, is_published: newest.is_published, audits: newest.audits.length };
}

function summaryOf({ build, created_at, models, results }: Manifest, published: string | null): BuildSummary {
  const all = Object.values(results);
  return {
    build,
    created_at,
    is_published: build === published,
    rows: Object.values(models).reduce((sum, { rows }) => sum + rows, 0),
    built_models: all.filter(({ mode }) => mode !== 'reused').length,
    models: Object.keys(models).length,
    warnings: all.flatMap(({ audits }) => audits.filter(({ failing }) => failing > 0)).length,
  };
}

function waitingFiles(current: Manifest | undefined, lake: ReadonlyMap<string, readonly string[]>): Record<string, number> {
  const consumed = new Set(Object.values(current?.models ?? {}).flatMap((entry) => Object.values(entry.consumed).flat()));
  const counts = [...lake].map(([table, keys]) => [table, keys.filter((key) => !consumed.has(key)).length] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}
