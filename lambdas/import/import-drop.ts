import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Channel } from '../../channels/channel.ts';
import { receiptKey } from '../../contracts/lake.ts';
import type { Clock, Store } from '../shared/ports.ts';
import { redact } from '../shared/redact/redact.ts';
import type { Encoding } from './encoding.ts';
import { type ImportPorts, importPortion } from './import-portion.ts';
import type { Portion } from './portion.ts';
import { readDrop } from './read-drop.ts';
import { addTally, emptyTally, type Tally } from './tally.ts';

/** A dropped file. Opened anew for each pass over it. */
export interface Drop {
  readonly name: string;
  readonly open: () => AsyncIterable<Uint8Array>;
  /** Where it lies on this machine's disk, if it does: spares a copy of what is not read from front to back. */
  readonly path?: string;
  /** Encoding of its text, where the one who dropped it knows better than its bytes. */
  readonly encoding?: Encoding;
  /** UTC instant of arrival, where the drop knows it; otherwise the first time this content was seen. */
  readonly receivedAt?: string;
}

/** What became of a dropped file. */
export interface ImportReport extends Readonly<Tally> {
  readonly name: string;
}

/** Those who take portions: this thread, or several others. */
export interface Hands {
  /** Portions that may be under way at once. */
  readonly count: number;
  readonly take: (portion: Portion, channel: Channel, receivedAt: string) => Promise<Tally>;
}

/**
 * Brings a file through a channel into the lake, portion by portion: memory does not grow with the file. Running it again, after a
 * crash or for no reason, writes the same objects, and so does any number of hands.
 */
export async function importDrop(
  drop: Drop,
  channel: Channel,
  ports: Pick<ImportPorts, 'store' | 'clock'>,
  hands: Hands,
): Promise<ImportReport> {
  const receivedAt = drop.receivedAt ?? (await firstReceived(drop, channel, ports));
  const tallies: Promise<Tally>[] = [];
  const busy = new Set<Promise<void>>();
  let hasFailed = false;
  const reading = { channel, ...(drop.encoding !== undefined && { encoding: drop.encoding }) };
  try {
    for await (const portion of readDrop(drop, reading)) {
      const tally = hands.take(portion, channel, receivedAt);
      tallies.push(tally);
      const done: Promise<void> = tally
        .then(
          () => undefined,
          () => void (hasFailed = true), // thrown below, once the others have ended
        )
        .finally(() => busy.delete(done));
      busy.add(done);
      if (busy.size >= hands.count) await Promise.race(busy);
      if (hasFailed) break;
    }
  } finally {
    await Promise.all(busy);
  }
  const sum = emptyTally();
  for (const tally of tallies) addTally(sum, await tally);
  return { name: drop.name, ...sum };
}

/** One pair of hands, in this thread. */
export function ownHands(ports: ImportPorts): Hands {
  return { count: 1, take: (portion, channel, receivedAt) => importPortion(portion, channel, receivedAt, ports) };
}

const receiptSchema = z.object({ received_at: z.iso.datetime(), name: z.string() });

/** When this content was first taken. Kept, so that a repeated import lands on the same day and in the same objects. */
async function firstReceived(
  drop: Drop,
  channel: Channel,
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of drop.open()) hash.update(bytes);
  const key = receiptKey(channel.name, hash.digest('hex'));
  const receipt = { received_at: clock().toISOString(), name: redact(drop.name) };
  if ((await store.putNew(key, Buffer.from(JSON.stringify(receipt)))) === 'written') return receipt.received_at;
  const known = await store.get(key);
  return known === null ? receipt.received_at : receiptSchema.parse(JSON.parse(Buffer.from(known).toString('utf8'))).received_at;
}
