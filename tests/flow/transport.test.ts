import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { loadChannel } from '../../channels/load.ts';
import { landMessages } from '../../lambdas/land/land-messages.ts';
import type { Admitted } from '../../lambdas/shared/door.ts';
import { readRecord } from '../../lambdas/shared/intake.ts';
import { packMessages } from '../../lambdas/shared/message.ts';
import { type ParquetWriter, parquetWriter } from '../../lambdas/shared/parquet.ts';
import type { Message, Queue, Store } from '../../lambdas/shared/ports.ts';
import { folderQueue } from '../../local/adapters/folder-queue.ts';
import { folderStore } from '../../local/adapters/folder-store.ts';
import { build } from '../../local/commands/build.ts';
import { lakeDir, openInstallation } from '../../local/installation.ts';
import { type DataFolder, dataFolder, listening, type Relation } from './data-folder.ts';
import { responseOf } from './survey-calls.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

/** How many ways of transport are tried; more with RUNS in the environment. */
const RUNS = Number(process.env['RUNS'] ?? 3);
const SILVER = ['stg_survey_response', 'stg_survey_invite'];
/** Nothing that was read comes back by itself within a test. */
const OPTIONS = { visibilityMs: 60_000, waitMs: 1 };

let toParquet: ParquetWriter;
let straight: DataFolder;
let events: readonly Admitted[];
let expected: Record<string, Relation>;

/** Responses and invites, received on two days, some in several versions and some with equal ones. */
async function admittedEvents(dataDir: string): Promise<readonly Admitted[]> {
  const { keyed } = await openInstallation(dataDir);
  const channel = await loadChannel('survey');
  const later = { updated_at: '2026-11-05T20:00:00+08:00' };
  const records = [
    ...Array.from({ length: 40 }, (_, i) => responseOf(`R-${i}`, i % 11)),
    ...Array.from({ length: 10 }, (_, i) => ({ ...responseOf(`R-${i}`, 10 - i), ...later })),
    ...Array.from({ length: 5 }, (_, i) => ({ ...responseOf(`R-${i}`, i), ...later })),
    ...Array.from({ length: 20 }, (_, i) => ({
      type: 'invite',
      invite_id: `I-${i % 15}`,
      survey_id: 'dine-in',
      status: i < 15 ? 'sent' : 'opened',
      decided_at: '2026-11-05T18:00:00+08:00',
      updated_at: `2026-11-05T1${i < 15 ? 8 : 9}:30:00+08:00`,
    })),
  ];
  return records.flatMap((value, i) => {
    const receivedAt = `2026-11-0${5 + (i % 2)}T23:59:0${i % 10}.000Z`;
    const reading = readRecord(channel, channel.recordTypeOf?.(value), { value, text: JSON.stringify(value) }, receivedAt, keyed);
    if ('refused' in reading) throw new Error(`record ${i}: ${reading.refused.problems[0]?.expected}`);
    return reading.admitted;
  });
}

async function silver(folder: DataFolder): Promise<Record<string, Relation>> {
  await build({ dataDir: folder.dataDir, select: SILVER, full: false, signal: new AbortController().signal }, listening());
  const relations: Record<string, Relation> = {};
  for (const model of SILVER) relations[model] = await folder.query(`select * from ${model} order by all`);
  return relations;
}

async function landRest(queue: Queue, store: Store, batch: number, write: ParquetWriter = toParquet): Promise<void> {
  for (;;) {
    const messages = await queue.receive(batch);
    if (messages.length === 0) return;
    expect((await landMessages(messages, store, write)).unreadable).toEqual([]);
    await queue.ack(messages);
  }
}

const queueOf = (folder: DataFolder) => folderQueue(join(folder.root, 'queue'), OPTIONS);
const storeOf = (folder: DataFolder) => folderStore(lakeDir(folder.dataDir));

beforeAll(async () => {
  toParquet = await parquetWriter();
  straight = await dataFolder();
  events = await admittedEvents(straight.dataDir);
  const queue = await queueOf(straight);
  for (const body of packMessages(events)) await queue.send(body);
  await landRest(queue, storeOf(straight), 1_000);
  expected = await silver(straight);
});
afterAll(() => straight.remove());

test('landed as it was sent, every event is one silver row', () => {
  expect(expected['stg_survey_response']).toHaveLength(40);
  expect(expected['stg_survey_invite']).toHaveLength(15);
});

test('however messages are doubled, cut, mixed and ordered, the silver rows are the same', async () => {
  const way = fc.record({
    order: fc.shuffledSubarray([...events.keys()], { minLength: events.length, maxLength: events.length }),
    again: fc.array(fc.nat(events.length - 1), { maxLength: 60 }),
    sizes: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 }),
    batch: fc.integer({ min: 1, max: 30 }),
  });
  await fc.assert(
    fc.asyncProperty(way, async ({ order, again, sizes, batch }) => {
      const folder = await dataFolder(straight);
      try {
        const queue = await queueOf(folder);
        const sent = [...order, ...again].flatMap((i) => events[i] ?? []);
        for (let number = 0; sent.length > 0; number++) {
          const part = sent.splice(0, sizes[number % sizes.length]);
          for (const body of packMessages(part)) await queue.send(body);
        }
        await landRest(queue, storeOf(folder), batch);
        expect(await silver(folder)).toEqual(expected);
      } finally {
        await folder.remove();
      }
    }),
    { numRuns: RUNS },
  );
});

class Crash extends Error {}

/** Ports that crash at the given step: before a piece of work, or after it and before anybody hears that it is done. */
function crashing(at: number, store: Store, queue: Queue) {
  let step = 0;
  const stepped = async <T>(work: () => Promise<T>): Promise<T> => {
    if (step++ === at) throw new Crash();
    const done = await work();
    if (step++ === at) throw new Crash();
    return done;
  };
  return {
    store: { ...store, putNew: (key: string, bytes: Uint8Array) => stepped(() => store.putNew(key, bytes)) },
    queue: {
      ...queue,
      receive: (max: number) => stepped(() => queue.receive(max)),
      ack: (messages: readonly Message[]) => stepped(() => queue.ack(messages)),
    },
    write: (table: Parameters<ParquetWriter>[0]) => stepped(() => toParquet(table)),
  };
}

test('a crash at any step between reading and acknowledging loses nothing and doubles nothing', async () => {
  const landed = new Set(await straight.landedIds());
  let crashes = 0;
  for (let hasCrashed = true; hasCrashed; ) {
    const folder = await dataFolder(straight);
    try {
      const sender = await queueOf(folder);
      for (let from = 0; from < events.length; from += 25)
        for (const body of packMessages(events.slice(from, from + 25))) await sender.send(body);
      const ports = crashing(crashes, storeOf(folder), await queueOf(folder));
      hasCrashed = await landRest(ports.queue, ports.store, 2, ports.write).then(
        () => false,
        (error: unknown) => {
          if (error instanceof Crash) return true;
          throw error;
        },
      );
      await landRest(await queueOf(folder), storeOf(folder), 3); // what is not acknowledged comes again to the next one
      expect(new Set(await folder.landedIds())).toEqual(landed);
      if (crashes % 8 === 0) expect(await silver(folder)).toEqual(expected);
      if (hasCrashed) crashes++;
    } finally {
      await folder.remove();
    }
  }
  expect(crashes).toBeGreaterThan(15);
});
