import type { z } from 'zod';
import { jsonBytes, listKeys, type Objects, readJson } from './objects.ts';

/** Objects of a series that are kept behind the last. */
const KEPT = 20;

/** The last of a numbered series. */
interface Latest<T> {
  readonly number: number;
  readonly value: T;
}

/**
 * A value that is replaced by writing the next of a series of objects, which only one writer can: to move on from what one has seen
 * is to compare and swap, with no more than a store's "write if it is not there".
 */
export interface Series<T> {
  latest(): Promise<Latest<T> | null>;
  /** Follows the given object, or begins the series. False when another writer has. */
  follow(last: Latest<T> | null, value: T): Promise<boolean>;
  /** Writes again an object that this writer put there. */
  rewrite(number: number, value: T): Promise<void>;
}

export function series<T>(objects: Objects, prefix: string, schema: z.ZodType<T>): Series<T> {
  const keyOf = (number: number) => `${prefix}${String(number).padStart(12, '0')}.json`;
  return {
    latest: async () => {
      const key = (await listKeys(objects, prefix)).at(-1);
      if (key === undefined) return null;
      const value = await readJson(objects, key, schema);
      return value === null ? null : { number: Number(key.slice(prefix.length, -'.json'.length)), value };
    },
    follow: async (last, value) => {
      const number = (last?.number ?? 0) + 1;
      if ((await objects.putNew(keyOf(number), jsonBytes(value))) === 'exists') return false;
      for (const key of (await listKeys(objects, prefix)).slice(0, -KEPT)) await objects.delete(key);
      return true;
    },
    rewrite: (number, value) => objects.put(keyOf(number), jsonBytes(value)),
  };
}
