import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { messageOf, UsageError } from '../../../contracts/errors.ts';
import { type Manifest, publishedBuild, readManifest, warehouseDir } from '../../manifest.ts';
import { literal, quoted } from '../../sql-text.ts';
import { runAll } from './connection.ts';
import { MACROS, SETTINGS } from './prelude.ts';
import { selectTable } from './statements.ts';

/** One published build, readable: a view for each model, in memory, that can reach nothing but part files. */
export interface PublishedWarehouse {
  readonly build: string;
  readonly manifest: Manifest;
  readonly instance: DuckDBInstance;
  /** A connection in UTC that takes Athena SQL and whose settings are locked. Close it after use. */
  connect(): Promise<DuckDBConnection>;
  close(): void;
}

export interface ServingOptions {
  /** Models that are needed; those that the build does not have are left out. Default: all of it. */
  readonly models?: readonly string[] | undefined;
  readonly memoryLimit?: string | undefined;
  readonly threads?: number | undefined;
}

/**
 * Opens the published build. It stays what it is when a later build is published; see {@link watchPublished}.
 * @throws {UsageError} before the first build.
 */
export async function openPublished(dataDir: string, options: ServingOptions = {}): Promise<PublishedWarehouse> {
  const build = await publishedBuild(dataDir);
  if (build === null) throw new UsageError(`${dataDir}: nothing is built yet; run \`echolake build\``);
  const manifest = await readManifest(dataDir, build);
  const root = resolve(warehouseDir(dataDir));
  const instance = await DuckDBInstance.create(':memory:', {
    temp_directory: '',
    ...(options.memoryLimit !== undefined && { memory_limit: options.memoryLimit }),
    ...(options.threads !== undefined && { threads: String(options.threads) }),
  });
  const models = options.models ?? Object.keys(manifest.models);
  try {
    await defineViews(instance, root, pick(manifest.models, models));
  } catch (cause) {
    instance.closeSync();
    throw new UsageError(
      `build ${build} cannot be read: ${messageOf(cause).split('\n')[0]}; run \`echolake build\`, which makes again what is gone; delete a damaged file first`,
      {
        cause,
      },
    );
  }
  return { build, manifest, instance, connect: () => instance.connect(), close: () => instance.closeSync() };
}

function pick(tables: Manifest['models'], models: readonly string[]): Manifest['models'] {
  const wanted = new Set(models);
  return Object.fromEntries(Object.entries(tables).filter(([model]) => wanted.has(model)));
}

async function defineViews(instance: DuckDBInstance, root: string, tables: Manifest['models']): Promise<void> {
  const connection = await instance.connect();
  try {
    await runAll(connection, [...SETTINGS.map((setting) => setting.replace('set ', 'set global ')), ...MACROS]);
    for (const [model, table] of Object.entries(tables))
      await connection.run(`create view ${quoted(model)} as ${selectTable(root, table, null)}`);
    await runAll(connection, [
      `set allowed_directories = [${literal(resolve(root, 'parts'))}]`,
      'set enable_external_access = false',
      'set lock_configuration = true',
    ]);
  } finally {
    connection.closeSync();
  }
}

/** Calls back with each newly published build until the signal aborts. */
export async function watchPublished(
  dataDir: string,
  onMove: (build: string) => void | Promise<void>,
  { signal, everyMs = 500 }: { readonly signal: AbortSignal; readonly everyMs?: number },
): Promise<void> {
  let current = await publishedBuild(dataDir);
  while (!signal.aborted) {
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    const build = await publishedBuild(dataDir);
    if (signal.aborted || build === null || build === current) continue;
    current = build;
    await onMove(build);
  }
}
