import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { leaseWarehouse } from '../../warehouse/bucket/lease.ts';
import { bucketRecords } from '../../warehouse/bucket/records.ts';
import { series } from '../../warehouse/bucket/series.ts';
import type { Manifest } from '../../warehouse/manifest.ts';
import { memoryStore } from '../lambdas/memory-store.ts';
import { NOW } from './house.ts';

const manifest = (build: string): Manifest => ({
  build,
  previous: null,
  created_at: NOW.toISOString(),
  models: {},
  results: {},
});

describe('a series of objects', () => {
  it('lets one of twenty follow what all have seen', async () => {
    const numbers = series(memoryStore(), 'numbers/', z.number());
    await numbers.follow(null, 0);
    const seen = await numbers.latest();
    const won = await Promise.all(Array.from({ length: 20 }, (_, i) => numbers.follow(seen, i + 1)));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(await numbers.latest()).toEqual({ number: 2, value: won.indexOf(true) + 1 });
  });

  it('keeps a few objects behind the last, and goes on counting', async () => {
    const store = memoryStore();
    const numbers = series(store, 'numbers/', z.number());
    for (let i = 1; i <= 50; i += 1) await numbers.follow(await numbers.latest(), i);
    expect(await numbers.latest()).toEqual({ number: 50, value: 50 });
    expect(store.objects.size).toBeLessThanOrEqual(20);
  });

  it('says which object is not what was written', async () => {
    const store = memoryStore();
    await store.put('numbers/000000000001.json', Buffer.from('"one"'));
    await expect(series(store, 'numbers/', z.number()).latest()).rejects.toThrow(
      /numbers\/000000000001\.json: expected a record/,
    );
  });
});

describe('a lease on a warehouse', () => {
  const LEASE_MS = 150;
  const take = (store: ReturnType<typeof memoryStore>, waitMs = 0, onLost: (error: Error) => void = () => undefined) =>
    leaseWarehouse(store, 'lock/', { waitMs, now: () => NOW, onLost }, LEASE_MS);

  it('is one builder’s as long as it lives, and then free', async () => {
    const store = memoryStore();
    const release = await take(store);
    await sleep(2 * LEASE_MS);
    await expect(take(store)).rejects.toThrow(/another build is running \(since 2026-11-20T12:00:00.000Z\)/);
    const waiting = take(store, 5_000);
    await release();
    await (await waiting)();
  });

  it('is taken over from one that died', async () => {
    const store = memoryStore();
    const dead = { owner: 'dead', since: 'long ago', until_ms: Date.now() - 1, is_released: false };
    await series(store, 'lock/', z.unknown()).follow(null, dead);
    await expect(take(store).then((release) => release())).resolves.toBeUndefined();
  });

  it('tells its holder when it ran out and another took it', async () => {
    const store = memoryStore();
    const lost = new Promise<Error>((resolve) => void take(store, 0, resolve));
    await sleep(10);
    const leases = series(store, 'lock/', z.unknown());
    const other = { owner: 'other', since: 'now', until_ms: Date.now() + 60_000, is_released: false };
    await leases.follow(await leases.latest(), other);
    expect((await lost).message).toMatch(/ran out/);
  });
});

describe('records of builds in a bucket', () => {
  it('publish what is there, and refuse a number that is taken', async () => {
    const records = bucketRecords(memoryStore());
    expect(await records.published()).toBeNull();
    for (const build of ['b000001', 'b000002']) {
      await records.write(manifest(build));
      await records.point(build);
    }
    expect([await records.published(), await records.list()]).toEqual(['b000002', ['b000001', 'b000002']]);
    await expect(records.write(manifest('b000002'))).rejects.toThrow(/another builder has written b000002/);
    await records.forget('b000001');
    await expect(records.read('b000001')).rejects.toThrow(/build b000001: its record is gone; kept are b000002/);
  });
});
