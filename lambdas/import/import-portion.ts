import type { Channel } from '../../channels/channel.ts';
import { type Keyed, type Reading, readRecord } from '../shared/intake.ts';
import { Landing, landTables } from '../shared/land.ts';
import type { ParquetWriter } from '../shared/parquet.ts';
import type { Clock, Secrets, Store, Vault, VaultEntry } from '../shared/ports.ts';
import { quarantine, type Refused } from '../shared/quarantine.ts';
import { redact } from '../shared/redact/redact.ts';
import { refusalEvents } from '../shared/refusal-log.ts';
import type { Portion } from './portion.ts';
import { type FileRecord, readPortion } from './read-portion.ts';
import { count, countLanded, emptyTally, type Tally } from './tally.ts';

/** What importing needs of the machine it runs on. */
export interface ImportPorts {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly keyed: Keyed;
  readonly clock: Clock;
  readonly toParquet: ParquetWriter;
  /** Where contact details are kept, in an installation that keeps any. */
  readonly vault?: Vault | undefined;
}

/** Events and refused records held in memory before they are written. A record may make many events. */
const CHUNK_EVENTS = 36_000;
const CHUNK_REFUSED = 5_000;

/** Brings a portion through its channel into the lake. Doing it again, after a crash or for no reason, writes the same objects. */
export async function importPortion(portion: Portion, channel: Channel, receivedAt: string, ports: ImportPorts): Promise<Tally> {
  const tally = emptyTally();
  let landing = new Landing();
  let eventCount = 0;
  let refused: Refused[] = [];
  let contacts: VaultEntry[] = [];
  const flush = async () => {
    await quarantine(channel.name, receivedAt, refused, ports.store, ports.secrets);
    await ports.vault?.put(contacts);
    await logRefused(channel, receivedAt, refused, ports);
    countLanded(tally, await landTables(landing.tables(), ports.store, ports.toParquet));
    landing = new Landing();
    eventCount = 0;
    refused = [];
    contacts = [];
  };
  for (const record of readPortion(portion, channel)) {
    const reading = readFileRecord(record, channel, receivedAt, ports.keyed);
    tally.recordCount++;
    if ('refused' in reading) {
      const { problems } = reading.refused;
      const source = `${redact(portion.source)}, ${portion.unit} ${record.number}`; // files are named after callers
      refused.push({ ...reading.refused, source, recordType: record.type?.name ?? null });
      tally.quarantinedCount++;
      for (const { field, expected } of problems) count(tally.quarantined, field === '' ? expected : `${field}: ${expected}`);
    } else {
      for (const event of reading.admitted) landing.add(event);
      for (const entry of reading.contacts) contacts.push(entry);
      eventCount += reading.admitted.length;
      if (reading.admitted.length === 0) count(tally.eventless, record.type?.name ?? '');
      for (const field of reading.unknownFields) count(tally.unknownFields, field);
    }
    if (eventCount >= CHUNK_EVENTS || refused.length >= CHUNK_REFUSED) await flush();
  }
  await flush();
  return tally;
}

async function logRefused(channel: Channel, receivedAt: string, refused: readonly Refused[], ports: ImportPorts): Promise<void> {
  const landing = new Landing();
  for (const event of refusalEvents(channel.name, receivedAt, 'file', refused)) landing.add(event);
  await landTables(landing.tables(), ports.store, ports.toParquet);
}

function readFileRecord(record: FileRecord, channel: Channel, receivedAt: string, keyed: Keyed): Reading {
  if (record.broken === undefined) return readRecord(channel, record.type, record, receivedAt, keyed);
  return {
    refused: {
      recordId: keyed.digestRecord(record.bytes ?? record.text),
      problems: [{ field: '', expected: record.broken }],
      raw: record.text,
    },
  };
}
