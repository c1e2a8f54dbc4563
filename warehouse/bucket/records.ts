import { z } from 'zod';
import { BuildBusyError, ManifestError } from '../errors.ts';
import { type Manifest, manifestSchema } from '../manifest.ts';
import { jsonBytes, listKeys, type Objects, readJson } from './objects.ts';
import { series } from './series.ts';

const BUILDS = 'warehouse/builds/';
const POINTER = 'warehouse/published/';
const pointer = z.strictObject({ build: z.string() });

/** What is written down of builds in a bucket: a record a build, and which is published. */
export interface Records {
  published(): Promise<string | null>;
  read(build: string): Promise<Manifest>;
  list(): Promise<string[]>;
  /** @throws {BuildBusyError} when another builder has written a build of this number. */
  write(manifest: Manifest): Promise<void>;
  /** @throws {BuildBusyError} when another builder published at the same moment. */
  point(build: string): Promise<void>;
  forget(build: string): Promise<void>;
}

export function bucketRecords(objects: Objects): Records {
  const pointers = series(objects, POINTER, pointer);
  const list = async () =>
    (await listKeys(objects, BUILDS))
      .flatMap((key) => /\/(b\d{6,})\.json$/.exec(key)?.[1] ?? [])
      .toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
  return {
    list,
    published: async () => (await pointers.latest())?.value.build ?? null,
    read: async (build) => {
      const found = await readJson(objects, `${BUILDS}${build}.json`, manifestSchema);
      if (found !== null) return found;
      throw new ManifestError(`build ${build}: its record is gone; kept are ${(await list()).join(', ') || 'none'}`);
    },
    write: async (manifest) => {
      if ((await objects.putNew(`${BUILDS}${manifest.build}.json`, jsonBytes(manifest))) === 'exists')
        throw new BuildBusyError(`another builder has written ${manifest.build} at the same time`);
    },
    point: async (build) => {
      if (!(await pointers.follow(await pointers.latest(), { build })))
        throw new BuildBusyError(`another builder published while ${build} was about to`);
    },
    forget: (build) => objects.delete(`${BUILDS}${build}.json`),
  };
}
