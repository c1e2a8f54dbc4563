import { z } from 'zod';
import type { EventContract } from '../../contracts/event.ts';
import { tablePrefix } from '../../contracts/lake.ts';
import { ATHENA_VERSION, type AthenaEngineOptions, openAthenaEngine } from '../engines/athena/athena-engine.ts';
import { publishViews } from '../engines/athena/published-views.ts';
import { athenaQueries } from '../engines/athena/queries.ts';
import { BUILT_TABLES, dropTables } from '../engines/athena/tables.ts';
import type { Manifest } from '../manifest.ts';
import type { Place } from '../place.ts';
import { leaseWarehouse } from './lease.ts';
import { jsonBytes, listKeys, type Objects, readJson } from './objects.ts';
import { bucketRecords } from './records.ts';

const FAILURES = 'warehouse/failures/';
const LOCK = 'warehouse/lock/';
/** Names the build that the views show. Behind the pointer only between a death and the next build. */
const SHOWN = 'warehouse/shown.json';
const shown = z.strictObject({ build: z.string() });

export interface AthenaPlaceOptions extends AthenaEngineOptions {
  /** The bucket that the engine is told of. */
  readonly objects: Objects;
}

/** A bucket with Athena as its engine: events below `bronze/`, built tables and records of builds below `warehouse/`. */
export function athenaPlace(options: AthenaPlaceOptions): Place {
  const { objects } = options;
  const records = bucketRecords(objects);
  const queries = athenaQueries(options);

  const show = async (manifest: Manifest) => {
    const before = (await readJson(objects, SHOWN, shown))?.build ?? null;
    const isKept = before !== null && (await records.list()).includes(before);
    await publishViews(queries, isKept ? await records.read(before) : null, manifest);
    await objects.put(SHOWN, jsonBytes({ build: manifest.build }));
  };
  const tablesNamed = (manifests: readonly Manifest[]) =>
    new Set(manifests.flatMap(({ models }) => Object.values(models).flatMap(({ parts }) => parts.flatMap(({ files }) => files))));

  return {
    engineVersion: () => Promise.resolve(ATHENA_VERSION),
    lock: (lockOptions) => leaseWarehouse(objects, LOCK, lockOptions),
    listLake: async (contracts) => new Map(await Promise.all(contracts.map((contract) => landedKeys(objects, contract)))),
    openEngine: () => Promise.resolve(openAthenaEngine(options)),
    publishedBuild: () => records.published(),
    readManifest: (build) => records.read(build),
    listBuilds: () => records.list(),
    keep: (manifest) => records.write(manifest),
    publish: async (manifest) => {
      await records.point(manifest.build);
      await show(manifest);
    },
    discard: async (build) => dropTables(queries, await queries.tables(`.*__${build}_[a-z0-9_]+`)),
    keepFailures: async ({ audits, ...found }, keep) => {
      const key = `${FAILURES}${found.build}.json`;
      if (audits.length === 0) await objects.delete(key);
      else await objects.put(key, jsonBytes({ ...found, audits }));
      const keys = (await listKeys(objects, FAILURES)).toSorted();
      for (const old of keys.slice(0, -keep)) await objects.delete(old);
    },
    tidy: async (keep) => {
      const published = await records.published();
      const all = await records.list();
      const kept = all.filter((build, index) => index >= all.length - keep || build === published);
      const manifests = await Promise.all(kept.map((build) => records.read(build)));
      const current = manifests.find(({ build }) => build === published);
      if (current !== undefined && (await readJson(objects, SHOWN, shown))?.build !== published) await show(current);
      for (const build of all) if (!kept.includes(build)) await records.forget(build);
      const named = tablesNamed(manifests);
      await dropTables(
        queries,
        (await queries.tables(BUILT_TABLES)).filter((table) => !named.has(table)),
      );
    },
    lost: async (manifest) => {
      const there = new Set(await queries.tables(BUILT_TABLES));
      return [...tablesNamed([manifest])].filter((table) => !there.has(table));
    },
  };
}

async function landedKeys(objects: Objects, { table }: EventContract): Promise<[string, string[]]> {
  const keys = await listKeys(objects, tablePrefix(table));
  return [table, keys.filter((key) => key.endsWith('.parquet')).toSorted()];
}
