import type { EventContract } from './event.ts';

/** Prefixes of the lake, by which rights and lifetimes are given. */
export const PREFIXES = {
  /** Landed events. Immutable. */
  bronze: 'bronze/',
  /** What was sent and refused. */
  quarantine: 'quarantine/',
  /** Notes of which dropped files were taken, and when. */
  receipts: 'receipts/',
  /** What is built from the events: tables, and the records of builds. */
  warehouse: 'warehouse/',
  /** Surveys that were decided to be sent: to whom, by pseudonym, and those that wait for their time. */
  invites: 'invites/',
  /** Maps of tables, as they were last used. */
  maps: 'maps/',
  /** Files are dropped as `inbox/<channel>/<file>`. */
  inbox: 'inbox/',
} as const;

/** Prefix of everything of one table; its days are directly below. */
export function tablePrefix(table: string): string {
  return `${PREFIXES.bronze}${table}/`;
}

/** Channel and file of a dropped object's key, or null when it is not in the inbox of a channel. */
export function dropOf(key: string): { readonly channel: string; readonly name: string } | null {
  const [, channel, name] = /^inbox\/([^/]+)\/(.+)$/.exec(key) ?? [];
  return channel === undefined || name === undefined ? null : { channel, name };
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
  return channel === undefined ? PREFIXES.quarantine : `${PREFIXES.quarantine}${channel}/`;
}

/** Key of one file of refused records, named by the digest of their ids. */
export function quarantineKey(channel: string, receivedDay: string, digest: string): string {
  return `${quarantinePrefix(channel)}dt=${receivedDay}/${digest}.ndjson`;
}

/** Key of the note that a dropped file was taken: its content's digest keeps the first received time for every later import. */
export function receiptKey(channel: string, fileDigest: string): string {
  return `${PREFIXES.receipts}${channel}/${fileDigest}.json`;
}

/** Key of the listening rules. */
export const RULES_KEY = `${PREFIXES.invites}listening.yml`;

/** Prefix of the notes of when one customer was asked, by one of their pseudonyms. */
export function askedPrefix(contact: string): string {
  return `${PREFIXES.invites}asked/${contact}/`;
}

/** Key of one such note. All it says is in its name. */
export function askedKey(contact: string, at: number, inviteId: string): string {
  return `${askedPrefix(contact)}${String(at).padStart(15, '0')}-${inviteId}`;
}

/** Prefix of invites that wait for their time, in its order. */
export const DUE_PREFIX = `${PREFIXES.invites}due/`;

/** Key of one waiting invite. */
export function dueKey(at: number, inviteId: string): string {
  return `${DUE_PREFIX}${String(at).padStart(15, '0')}-${inviteId}.json`;
}

/** Key of the map that tables of one name were last brought in by. */
export function mapKey(name: string): string {
  return `${PREFIXES.maps}${name}.yml`;
}

/** Name by which SQL reads a lake table. `order` alone would be a reserved word. */
export function lakeRelation(contract: Pick<EventContract, 'table'>): string {
  return `lake_${contract.table}`;
}
