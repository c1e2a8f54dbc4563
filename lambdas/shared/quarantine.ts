import { createHash } from 'node:crypto';
import { z } from 'zod';
import { EcholakeError } from '../../contracts/errors.ts';
import { quarantineKey, quarantinePrefix } from '../../contracts/lake.ts';
import type { Refusal } from './intake.ts';
import type { Secrets, Store } from './ports.ts';
import { open, seal } from './seal.ts';

const entrySchema = z.object({
  record_id: z.string(),
  channel: z.string(),
  /** Kind of record, where it could be told. */
  record_type: z.string().nullable(),
  /** File and place in it, or the webhook. */
  source: z.string(),
  first_seen_at: z.string(),
  problems: z.array(
    z.object({
      field: z.string(),
      expected: z.string(),
      mistype: z.object({ asked: z.string(), found: z.string() }).optional(),
    }),
  ),
  /** The record as it was sent, sealed. */
  sealed: z.string(),
});

/** One refused record as it lies in quarantine. Readable but for the record itself, which is sealed. */
export type QuarantineEntry = z.output<typeof entrySchema>;

/** A refused record and where it stood. */
export interface Refused extends Refusal {
  readonly source: string;
  readonly recordType: string | null;
}

/** Keeps refused records. Idempotent: a file is named by the ids of its records. */
export async function quarantine(
  channel: string,
  receivedAt: string,
  refused: readonly Refused[],
  store: Store,
  { quarantineKeys: [key] }: Pick<Secrets, 'quarantineKeys'>,
): Promise<void> {
  if (refused.length === 0 || key === undefined) return;
  const lines = refused.map((record) => {
    const entry: QuarantineEntry = {
      record_id: record.recordId,
      channel,
      record_type: record.recordType,
      source: record.source,
      first_seen_at: receivedAt,
      problems: [...record.problems],
      sealed: seal(record.raw, key),
    };
    return JSON.stringify(entry);
  });
  const ids = refused.map((record) => record.recordId).sort();
  const digest = createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 32);
  await store.putNew(quarantineKey(channel, receivedAt.slice(0, 10), digest), Buffer.from(`${lines.join('\n')}\n`));
}

/** Every record in quarantine once, however often it was sent. */
export async function* quarantined(store: Store, channel?: string): AsyncGenerator<QuarantineEntry & { readonly key: string }> {
  const seen = new Set<string>();
  for await (const key of store.list(quarantinePrefix(channel))) {
    const bytes = await store.get(key);
    for (const line of bytes === null ? [] : Buffer.from(bytes).toString('utf8').split('\n')) {
      if (line === '') continue;
      const entry = entrySchema.parse(JSON.parse(line));
      const identity = `${entry.channel}/${entry.record_id}`;
      if (seen.has(identity)) continue;
      seen.add(identity);
      yield { ...entry, key };
    }
  }
}

/** Takes records out of quarantine, once they have been landed. */
export async function release(store: Store, recordIds: ReadonlySet<string>, channel: string): Promise<void> {
  for await (const key of store.list(quarantinePrefix(channel))) {
    const bytes = await store.get(key);
    if (bytes === null) continue;
    const lines = linesOf(bytes);
    const kept = lines.filter((line) => !recordIds.has(entrySchema.parse(JSON.parse(line)).record_id));
    if (kept.length === lines.length) continue;
    if (kept.length === 0) await store.delete(key);
    else await store.put(key, Buffer.from(`${kept.join('\n')}\n`));
  }
}

/** Removes all that was received before a day (UTC). Records removed. */
export async function expire(store: Store, firstKept: string, channel?: string): Promise<number> {
  let count = 0;
  for await (const key of store.list(quarantinePrefix(channel))) {
    const day = /\/dt=(\d{4}-\d\d-\d\d)\//.exec(key)?.[1];
    if (day === undefined || day >= firstKept) continue;
    const bytes = await store.get(key);
    await store.delete(key);
    count += bytes === null ? 0 : linesOf(bytes).length;
  }
  return count;
}

function linesOf(bytes: Uint8Array): string[] {
  return Buffer.from(bytes)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/**
 * The record as it was sent. Personal: for replay, and for the eyes of whoever may see it.
 * @throws {EcholakeError} when none of the keys is the one it was sealed with.
 */
export function unseal(sealed: string, keys: readonly Uint8Array[]): string {
  const raw = open(sealed, keys);
  if (raw === undefined)
    throw new EcholakeError('a record in quarantine cannot be opened: expected the quarantine key it was sealed with');
  return raw;
}
