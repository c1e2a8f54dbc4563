import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Channel } from '../../channels/channel.ts';
import { receiptKey } from '../../contracts/lake.ts';
import { type Keyed, readRecord } from '../shared/intake.ts';
import { type Landed, Landing, landTables } from '../shared/land.ts';
import type { ParquetWriter } from '../shared/parquet.ts';
import type { Clock, Secrets, Store, Vault, VaultEntry } from '../shared/ports.ts';
import { quarantine, type Refused } from '../shared/quarantine.ts';
import { type FileRecord, readFile } from './read-file.ts';

/** A dropped file. Opened anew for each pass over it. */
export interface Drop {
  readonly name: string;
  readonly open: () => AsyncIterable<Uint8Array>;
  /** UTC instant of arrival, where the drop knows it; otherwise the first time this content was seen. */
  readonly receivedAt?: string;
}

export interface ImportPorts {
  readonly store: Store;
  readonly secrets: Secrets;
  readonly keyed: Keyed;
  /** Where contact details are kept; without one they are not. */
  readonly vault?: Vault | undefined;
  readonly clock: Clock;
  readonly toParquet: ParquetWriter;
}

/** What became of a dropped file. */
export interface ImportReport {
  readonly name: string;
  readonly recordCount: number;
  /** Rows newly written, by lake table. */
  readonly landed: Readonly<Record<string, number>>;
  /** Rows that had been landed before. */
  readonly duplicateRowCount: number;
  /** Records that carry no event, by record type. */
  readonly eventless: Readonly<Record<string, number>>;
  readonly quarantinedCount: number;
  /** Refused records by reason; a record may have several. */
  readonly quarantined: Readonly<Record<string, number>>;
  /** Fields the channel does not know, kept in `extra`, by times seen. */
  readonly unknownFields: Readonly<Record<string, number>>;
}

/** Events held in memory before they are written. Decides how large a landed file is. */
const CHUNK_EVENTS = 50_000;

/** Refused records held before they are written. */
const CHUNK_REFUSED = 5_000;

/**
 * Brings a file through a channel into the lake, streamed: memory does not grow with the file. While one chunk is
 * written the next is read. Running it again, after a crash or for no reason, writes the same objects.
 */
export async function importDrop(drop: Drop, channel: Channel, ports: ImportPorts): Promise<ImportReport> {
  const receivedAt = drop.receivedAt ?? (await firstReceived(drop, channel, ports));
  const tally = new Tally(drop.name);
  let landing = new Landing();
  let eventCount = 0;
  let refused: Refused[] = [];
  let contacts: VaultEntry[] = [];
  let writing: Promise<void> = Promise.resolve();

  const flush = async () => {
    await writing;
    const [chunk, bad, people] = [landing, refused, contacts];
    landing = new Landing();
    eventCount = 0;
    refused = [];
    contacts = [];
    writing = (async () => {
      await quarantine(channel.name, receivedAt, bad, ports.store, ports.secrets);
      await ports.vault?.put(people);
      tally.landed(await landTables(chunk.tables(), ports.store, ports.toParquet));
    })();
    writing.catch(() => undefined); // awaited above or below; here only so that a rejection in between is not unhandled
  };

  for await (const record of readFile(drop.name, drop.open(), channel)) {
    const reading = readFileRecord(record, channel, receivedAt, ports.keyed);
    if ('refused' in reading) {
      refused.push({ ...reading.refused, source: `${drop.name}, ${record.place}`, recordType: record.type?.name ?? null });
      tally.refused(reading.refused.problems);
    } else {
      for (const event of reading.admitted) landing.add(event);
      for (const entry of reading.contacts) contacts.push(entry);
      eventCount += reading.admitted.length;
      tally.admitted(record.type?.name ?? '', reading.admitted.length, reading.unknownFields);
    }
    if (eventCount >= CHUNK_EVENTS || refused.length >= CHUNK_REFUSED) await flush();
  }
  await flush();
  await writing;
  return tally.report();
}

function readFileRecord(record: FileRecord, channel: Channel, receivedAt: string, keyed: Keyed): ReturnType<typeof readRecord> {
  if (record.broken === undefined) return readRecord(channel, record.type, record, receivedAt, keyed);
  return {
    refused: { recordId: keyed.digestRecord(record.text), problems: [{ field: '', expected: record.broken }], raw: record.text },
  };
}

const receiptSchema = z.object({ received_at: z.iso.datetime(), name: z.string() });

/** When this content was first taken. Kept, so that a repeated import lands on the same day and in the same objects. */
async function firstReceived(drop: Drop, channel: Channel, { store, clock }: ImportPorts): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of drop.open()) hash.update(bytes);
  const key = receiptKey(channel.name, hash.digest('hex'));
  const receipt = { received_at: clock().toISOString(), name: drop.name };
  if ((await store.putNew(key, Buffer.from(JSON.stringify(receipt)))) === 'written') return receipt.received_at;
  const known = await store.get(key);
  return known === null ? receipt.received_at : receiptSchema.parse(JSON.parse(Buffer.from(known).toString('utf8'))).received_at;
}

type Counts = Record<string, number>;

function count(counts: Counts, name: string, by = 1): void {
  counts[name] = (counts[name] ?? 0) + by;
}

class Tally {
  readonly #name: string;
  readonly #landed: Counts = {};
  readonly #eventless: Counts = {};
  readonly #reasons: Counts = {};
  readonly #unknownFields: Counts = {};
  #recordCount = 0;
  #duplicateRowCount = 0;
  #quarantinedCount = 0;

  constructor(name: string) {
    this.#name = name;
  }

  landed(files: readonly Landed[]): void {
    for (const { table, rowCount, outcome } of files) {
      if (outcome === 'written') count(this.#landed, table, rowCount);
      else this.#duplicateRowCount += rowCount;
    }
  }

  admitted(recordType: string, eventCount: number, unknownFields: readonly string[]): void {
    this.#recordCount++;
    if (eventCount === 0) count(this.#eventless, recordType);
    for (const field of unknownFields) count(this.#unknownFields, field);
  }

  refused(problems: readonly { readonly field: string; readonly expected: string }[]): void {
    this.#recordCount++;
    this.#quarantinedCount++;
    for (const { field, expected } of problems) count(this.#reasons, field === '' ? expected : `${field}: ${expected}`);
  }

  report(): ImportReport {
    return {
      name: this.#name,
      recordCount: this.#recordCount,
      landed: this.#landed,
      duplicateRowCount: this.#duplicateRowCount,
      eventless: this.#eventless,
      quarantinedCount: this.#quarantinedCount,
      quarantined: this.#reasons,
      unknownFields: this.#unknownFields,
    };
  }
}
