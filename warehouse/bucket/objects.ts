import { messageOf } from '../../contracts/errors.ts';
import type { z } from 'zod';
import { ManifestError } from '../errors.ts';

/** What the records of a warehouse need of a store of objects. Keys use `/`. */
export interface Objects {
  /** Writes a new object, or finds that the key is taken and leaves it as it is. */
  putNew(key: string, bytes: Uint8Array): Promise<'written' | 'exists'>;
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Null when there is none. */
  get(key: string): Promise<Uint8Array | null>;
  /** Keys below a prefix, in order. */
  list(prefix: string): AsyncIterable<string>;
  delete(key: string): Promise<void>;
}

/** @throws {ManifestError} when the object is not what is written here. */
export async function readJson<T>(objects: Objects, key: string, schema: z.ZodType<T>): Promise<T | null> {
  const bytes = await objects.get(key);
  if (bytes === null) return null;
  try {
    return schema.parse(JSON.parse(Buffer.from(bytes).toString()));
  } catch (cause) {
    throw new ManifestError(`${key}: expected a record written by a build: ${messageOf(cause)}`, { cause });
  }
}

export function jsonBytes(value: unknown): Uint8Array {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}

export async function listKeys(objects: Objects, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of objects.list(prefix)) keys.push(key);
  return keys;
}
