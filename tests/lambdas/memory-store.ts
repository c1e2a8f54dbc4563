import { Readable } from 'node:stream';
import type { Store } from '../../lambdas/shared/ports.ts';

/** A store that is gone with the test, for pure cores; the real ones are held to the contract suite. */
export function memoryStore(): Store & { readonly objects: Map<string, Uint8Array> } {
  const objects = new Map<string, Uint8Array>();
  return {
    objects,
    putNew(key, bytes) {
      if (objects.has(key)) return Promise.resolve('exists');
      objects.set(key, bytes);
      return Promise.resolve('written');
    },
    put(key, bytes) {
      objects.set(key, bytes);
      return Promise.resolve();
    },
    get: (key) => Promise.resolve(objects.get(key) ?? null),
    read: (key) => Readable.from([Buffer.from(objects.get(key) ?? [])]),
    async *list(prefix) {
      yield* [...objects.keys()].filter((key) => key.startsWith(prefix)).toSorted();
    },
    delete(key) {
      objects.delete(key);
      return Promise.resolve();
    },
  };
}
