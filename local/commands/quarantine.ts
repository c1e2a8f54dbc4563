import { channelNames, loadChannel } from '../../channels/load.ts';
import { UsageError } from '../../contracts/errors.ts';
import { nearest } from '../../contracts/nearest.ts';
import { channelOfKeptMap } from '../../lambdas/import/channel-of-drop.ts';
import { isLostText } from '../../lambdas/import/encoding.ts';
import { type Reading, readRecord } from '../../lambdas/shared/intake.ts';
import { Landing, landTables } from '../../lambdas/shared/land.ts';
import { parquetWriter } from '../../lambdas/shared/parquet.ts';
import type { Store, VaultEntry } from '../../lambdas/shared/ports.ts';
import { expire, type QuarantineEntry, quarantined, release, unseal } from '../../lambdas/shared/quarantine.ts';
import { type Installation, openExisting } from '../installation.ts';
import { formatCount, formatTable, type Progress } from '../progress.ts';

const DAY_MS = 86_400_000;

/** One reason for which records of a channel lie in quarantine. */
interface ReasonGroup {
  readonly channel: string;
  readonly field: string;
  readonly expected: string;
  readonly count: number;
  readonly first_seen_at: string;
  /** A record to look at with `quarantine show`. */
  readonly example: string;
}

/** What is in quarantine, by reason; nothing of the records themselves. */
export async function listQuarantine(dataDir: string, channel?: string): Promise<ReasonGroup[]> {
  const { store } = await openExisting(dataDir);
  await checkChannel(store, channel);
  const groups = new Map<string, ReasonGroup>();
  for await (const entry of quarantined(store, channel)) {
    for (const { field, expected } of entry.problems) {
      const name = `${entry.channel}\n${field}\n${expected}`;
      const group = groups.get(name) ?? {
        channel: entry.channel,
        field,
        expected,
        count: 0,
        first_seen_at: entry.first_seen_at,
        example: entry.record_id,
      };
      const first = group.first_seen_at < entry.first_seen_at ? group.first_seen_at : entry.first_seen_at;
      groups.set(name, { ...group, count: group.count + 1, first_seen_at: first });
    }
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

export function formatQuarantine(groups: readonly ReasonGroup[]): string {
  if (groups.length === 0) return 'quarantine is empty';
  const rows = groups.map((one) => [
    one.channel,
    one.field === '' ? '(record)' : one.field,
    one.expected,
    formatCount(one.count),
    one.first_seen_at,
    one.example,
  ]);
  return formatTable(['channel', 'field', 'expected', 'records', 'first seen (UTC)', 'example'], rows, new Set([3]));
}

/**
 * One record with every reason. The record itself only on demand: it may be personal.
 * @throws {UsageError} when no such record is in quarantine.
 */
export async function showQuarantined(dataDir: string, recordId: string, withRaw: boolean): Promise<object> {
  const { store, secrets } = await openExisting(dataDir);
  for await (const { sealed, key: _, ...entry } of quarantined(store)) {
    if (entry.record_id.startsWith(recordId)) return withRaw ? { ...entry, raw: unseal(sealed, secrets.quarantineKeys) } : entry;
  }
  throw new UsageError(`no record ${recordId} is in quarantine: "echolake quarantine list" shows examples`);
}

/** Sends quarantined records through their channel again. What passes is landed and taken out; the rest stays. */
export async function replayQuarantine(
  dataDir: string,
  channel: string | undefined,
  progress: Progress,
): Promise<{ landed: number; still_refused: number }> {
  const installation = await openExisting(dataDir);
  await checkChannel(installation.store, channel);
  const passed = new Map<string, { landing: Landing; ids: Set<string>; contacts: VaultEntry[] }>();
  let refused = 0;
  for await (const entry of quarantined(installation.store, channel)) {
    const reading = await readAgain(entry, installation);
    if (reading === null || 'refused' in reading) {
      refused++;
      continue;
    }
    const group = passed.get(entry.channel) ?? { landing: new Landing(), ids: new Set<string>(), contacts: [] };
    for (const event of reading.admitted) group.landing.add(event);
    group.ids.add(entry.record_id);
    group.contacts.push(...reading.contacts);
    passed.set(entry.channel, group);
    progress.update(`${formatCount(group.ids.size)} of ${entry.channel} pass`);
  }
  const toParquet = await parquetWriter();
  let landed = 0;
  for (const [name, { landing, ids, contacts }] of passed) {
    await installation.vault.put(contacts);
    await landTables(landing.tables(), installation.store, toParquet); // first durable in the lake, then out of quarantine
    await release(installation.store, ids, name);
    landed += ids.size;
  }
  progress.done(`${formatCount(landed)} records landed, ${formatCount(refused)} still refused`);
  return { landed, still_refused: refused };
}

/**
 * Removes what has lain in quarantine for more than so many days, for good.
 * @throws {UsageError} when there is no such channel.
 */
export async function expireQuarantine(
  dataDir: string,
  channel: string | undefined,
  days: number,
  progress: Progress,
): Promise<{ expired: number }> {
  const { store, clock } = await openExisting(dataDir);
  await checkChannel(store, channel);
  const firstKept = new Date(clock().getTime() - days * DAY_MS).toISOString().slice(0, 10);
  const expired = await expire(store, firstKept, channel);
  progress.done(`${formatCount(expired)} records removed that came before ${firstKept}`);
  return { expired };
}

/** A channel that is mistyped would look like one without refused records. */
async function checkChannel(store: Store, channel: string | undefined): Promise<void> {
  if (channel === undefined) return;
  const known = new Set(await channelNames());
  for await (const entry of quarantined(store)) known.add(entry.channel); // also those that are no more
  if (known.has(channel)) return;
  const near = nearest(channel, [...known]);
  throw new UsageError(`there is no channel "${channel}"${near === undefined ? '' : `; did you mean "${near}"?`}`);
}

async function readAgain(entry: QuarantineEntry, { secrets, keyed, store }: Installation): Promise<Reading | null> {
  if (entry.problems.some(({ expected }) => isLostText(expected))) return null;
  const isTable = entry.channel === 'table' && entry.record_type !== null;
  const channel = isTable ? await channelOfKeptMap(entry.record_type ?? '', store) : await loadChannel(entry.channel);
  const text = unseal(entry.sealed, secrets.quarantineKeys);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const type = channel.recordTypes.find(({ name }) => name === entry.record_type) ?? channel.recordTypeOf?.(value);
  return readRecord(channel, type, { value, text, number: numberOf(entry) }, entry.first_seen_at, keyed);
}

/** `source` ends in the record's number, which may tell a row from others. */
const numberOf = ({ source }: QuarantineEntry) => Number(/\d+$/.exec(source)?.[0] ?? 1);
