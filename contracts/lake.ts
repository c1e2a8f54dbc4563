import type { EventContract } from './event.ts';

/** Prefix of all landed events. Immutable. */
const BRONZE = 'bronze';

/** Prefix of everything of one table; its days are directly below. */
export function tablePrefix(table: string): string {
  return `${BRONZE}/${table}/`;
}

/**
 * Key of one landed file: `bronze/<table>/dt=<UTC received day>/<digest>.parquet`.
 * The digest is of the record ids in the file, so a redelivered batch writes the same object.
 */
export function landedKey(table: string, receivedDay: string, digest: string): string {
  return `${tablePrefix(table)}dt=${receivedDay}/${digest}.parquet`;
}

/** Prefix of what a channel sent and we refused. */
export function quarantinePrefix(channel?: string): string {
  return channel === undefined ? 'quarantine/' : `quarantine/${channel}/`;
}

/** Key of one file of refused records, named by the digest of their ids. */
export function quarantineKey(channel: string, receivedDay: string, digest: string): string {
  return `${quarantinePrefix(channel)}dt=${receivedDay}/${digest}.ndjson`;
}

/** Key of the note that a dropped file was taken: its content's digest keeps the first received time for every later import. */
export function receiptKey(channel: string, fileDigest: string): string {
  return `receipts/${channel}/${fileDigest}.json`;
}

/** Name by which SQL reads a lake table. `order` alone would be a reserved word. */
export function lakeRelation(contract: Pick<EventContract, 'table'>): string {
  return `lake_${contract.table}`;
}
