import { type Landed, Landing, landTables } from '../shared/land.ts';
import { unpackMessage } from '../shared/message.ts';
import type { ParquetWriter } from '../shared/parquet.ts';
import type { Message, Store } from '../shared/ports.ts';

export interface LandOutcome {
  readonly landed: readonly Landed[];
  /** Messages that cannot be read. They are not acknowledged, so that the queue's dead-letter rule takes them. */
  readonly unreadable: readonly { readonly message: Message; readonly error: unknown }[];
}

/**
 * Lands queued events: one file per table and received day. When it resolves, the readable messages may be acknowledged.
 * Messages are taken in the order of their ids, so that a batch that comes back in another order writes the same objects.
 */
export async function landMessages(messages: readonly Message[], store: Store, toParquet: ParquetWriter): Promise<LandOutcome> {
  const unreadable: { message: Message; error: unknown }[] = [];
  const ordered = messages.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const landing = new Landing();
  for (const message of ordered) {
    try {
      for (const event of unpackMessage(message.body)) landing.add(event);
    } catch (error) {
      unreadable.push({ message, error });
    }
  }
  return { landed: await landTables(landing.tables(), store, toParquet), unreadable };
}
