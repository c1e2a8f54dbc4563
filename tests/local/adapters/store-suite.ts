import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LakeWriteError } from '../../../contracts/errors.ts';
import type { Store } from '../../../lambdas/shared/ports.ts';

/** One store under test, empty when it is made. */
export interface StoreUnderTest {
  readonly store: Store;
  /** Another client of the same objects, as another process would be. */
  another(): Store;
  remove(): Promise<void>;
}

interface StoreTraits {
  /** A folder takes no key that is no clean path; a bucket takes any. */
  readonly refusesOddKeys: boolean;
}

const bytes = (text: string) => Buffer.from(text);

async function textOf(store: Store, key: string): Promise<string | null> {
  const found = await store.get(key);
  return found === null ? null : Buffer.from(found).toString();
}

async function keysBelow(store: Store, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of store.list(prefix)) keys.push(key);
  return keys;
}

/** What every store must do, whatever it keeps its objects in. */
export function describeStore(name: string, make: () => Promise<StoreUnderTest>, traits: StoreTraits): void {
  describe(`store: ${name}`, () => {
    let made: StoreUnderTest;
    let store: Store;
    beforeEach(async () => {
      made = await make();
      store = made.store;
    });
    afterEach(() => made.remove());

    test('gives back what was put, to every client', async () => {
      const content = Buffer.from([0, 255, 10, 13, 0xc3, 0x28]);
      expect(await store.putNew('a/b/c.bin', content)).toBe('written');
      expect(Buffer.from((await made.another().get('a/b/c.bin')) ?? [])).toEqual(content);
    });

    test('knows no object that was not put', async () => {
      expect(await store.get('a/none')).toBeNull();
      expect(await store.get('none')).toBeNull();
    });

    test('leaves a key that is taken as it is', async () => {
      await store.putNew('a/b', bytes('first'));
      expect(await store.putNew('a/b', bytes('second'))).toBe('exists');
      expect(await textOf(store, 'a/b')).toBe('first');
    });

    test('has one winner of twenty writers at once, whose bytes stay', async () => {
      const writers = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? store : made.another()));
      const outcomes = await Promise.all(writers.map((writer, i) => writer.putNew('race/key', bytes(`writer ${i}`))));
      expect(outcomes.filter((outcome) => outcome === 'written')).toHaveLength(1);
      expect(await textOf(store, 'race/key')).toBe(`writer ${outcomes.indexOf('written')}`);
      expect(await keysBelow(store, 'race/')).toEqual(['race/key']);
    });

    test('replaces as a whole: a reader sees the old bytes or the new', async () => {
      const [small, large] = ['x'.repeat(10), 'y'.repeat(300_000)];
      await store.put('a', bytes(small));
      const done = new AbortController();
      const seen = new Set<string | null>([small]);
      await store.put('a', bytes(small));
      const reading = (async () => {
        while (!done.signal.aborted) seen.add(await textOf(store, 'a'));
      })();
      for (let i = 0; i < 10; i++) await store.put('a', bytes(i % 2 === 0 ? large : small));
      done.abort();
      await reading;
      expect([...seen].filter((text) => text !== small && text !== large)).toEqual([]);
      expect(await textOf(store, 'a')).toBe(small);
    });

    test('lists the keys below a prefix in the order of their bytes, and no others', async () => {
      const keys = ['b/1', 'b-x/1', 'b/2/deep', 'b/10', 'b_y/1', 'b/é', 'c', 'B/1', 'b/店'];
      for (const key of keys) await store.put(key, bytes(key));
      const ordered = keys.toSorted((a, b) => Buffer.compare(bytes(a), bytes(b)));
      expect(await keysBelow(store, '')).toEqual(ordered);
      expect(await keysBelow(store, 'b/')).toEqual(['b/1', 'b/10', 'b/2/deep', 'b/é', 'b/店']);
      expect(await keysBelow(store, 'b')).toEqual(ordered.filter((key) => key.startsWith('b')));
      expect(await keysBelow(store, 'b/2/de')).toEqual(['b/2/deep']);
      expect(await keysBelow(store, 'none/')).toEqual([]);
      expect(await keysBelow(store, 'b/1/')).toEqual([]);
    });

    test('lists more keys than one page of an answer', async () => {
      const keys = Array.from({ length: 1_050 }, (_, i) => `many/${String(i).padStart(4, '0')}`);
      for (let from = 0; from < keys.length; from += 50)
        await Promise.all(keys.slice(from, from + 50).map((key) => store.put(key, bytes('.'))));
      expect(await keysBelow(store, 'many/')).toEqual(keys);
    });

    test('streams an object larger than one block', async () => {
      const content = Buffer.alloc(3_000_000, 'echo lake ');
      await store.put('large', content);
      const blocks: Uint8Array[] = [];
      for await (const block of store.read('large')) blocks.push(block);
      expect(blocks.length).toBeGreaterThan(1);
      expect(Buffer.concat(blocks).equals(content)).toBe(true);
    });

    test('throws when a stream has no object', async () => {
      const read = async () => {
        for await (const block of store.read('none')) expect(block).toBeUndefined();
      };
      await expect(read()).rejects.toBeInstanceOf(Error);
    });

    test('deletes, and finds it fine when there is nothing', async () => {
      await store.put('a/b', bytes('here'));
      await store.delete('a/b');
      await store.delete('a/b');
      await store.delete('never/was');
      expect(await store.get('a/b')).toBeNull();
      expect(await keysBelow(store, '')).toEqual([]);
      expect(await store.putNew('a/b', bytes('again'))).toBe('written');
    });

    test.runIf(traits.refusesOddKeys)('refuses a key that would leave the store, or that is no path', async () => {
      for (const key of [
        '',
        '/',
        '/etc/passwd',
        '../up',
        'a/../../up',
        'a//b',
        'a/',
        './a',
        'a\\b',
        'a\0b',
        '..',
        'a/.writing-b',
      ]) {
        await expect(store.putNew(key, bytes('x')), JSON.stringify(key)).rejects.toThrow(LakeWriteError);
        await expect(store.put(key, bytes('x')), JSON.stringify(key)).rejects.toThrow(LakeWriteError);
        await expect(store.get(key), JSON.stringify(key)).rejects.toThrow(LakeWriteError);
        await expect(store.delete(key), JSON.stringify(key)).rejects.toThrow(LakeWriteError);
        expect(() => store.read(key), JSON.stringify(key)).toThrow(LakeWriteError);
      }
      await expect(keysBelow(store, '../')).rejects.toThrow(LakeWriteError);
    });
  });
}
