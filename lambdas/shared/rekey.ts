import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { EventContract } from '../../contracts/event.ts';
import { askedPrefix, DUE_PREFIX, PREFIXES, tablePrefix } from '../../contracts/lake.ts';
import type { Secrets, Store, Vault } from './ports.ts';
import { rekeyer } from './pseudonym.ts';

/** What a rotation has carried over. */
export interface Rekeyed {
  readonly fileCount: number;
  readonly rewrittenCount: number;
  readonly vaultRowCount: number;
}

/**
 * Carries every pseudonym in the lake and the vault over to all keys there are. A file is replaced as a whole under its own name,
 * so it can be stopped anywhere and called again: what is under all keys already is left alone. Nothing else may land meanwhile
 * with secrets of before; what did is found by the next call.
 */
export async function rekeyLake(
  contracts: readonly EventContract[],
  { store, vault, secrets }: { readonly store: Store; readonly vault: Vault; readonly secrets: Secrets },
  onFile: (key: string) => void,
): Promise<Rekeyed> {
  const rekey = rekeyer(secrets.pseudonymKeys);
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  let fileCount = 0;
  let rewrittenCount = 0;
  try {
    for (const contract of contracts) {
      const columns = pseudonymColumns(contract);
      if (columns.length === 0) continue;
      for await (const key of store.list(tablePrefix(contract.table))) {
        const bytes = await store.get(key);
        if (bytes === null) continue;
        const rewritten = await rekeyFile(bytes, columns, rekey, connection);
        if (rewritten !== null) await store.put(key, rewritten);
        fileCount++;
        if (rewritten !== null) rewrittenCount++;
        onFile(key);
      }
    }
  } finally {
    instance.closeSync();
  }
  await rekeyInvites(store, rekey);
  return { fileCount, rewrittenCount, vaultRowCount: await rekeyVault(vault, rekey) };
}

function pseudonymColumns(contract: EventContract): string[] {
  return Object.entries(contract.columns)
    .filter(([, { handling }]) => handling !== undefined && handling !== 'redact')
    .map(([name]) => name);
}

/** The file with its pseudonyms carried over, or null when it had none that needed it. */
async function rekeyFile(
  bytes: Uint8Array,
  columns: readonly string[],
  rekey: (pseudonym: string) => string,
  connection: DuckDBConnection,
): Promise<Uint8Array | null> {
  const [before, after] = ['before', 'after'].map((name) => join(tmpdir(), `echolake-rekey-${randomUUID()}-${name}.parquet`));
  if (before === undefined || after === undefined) return null;
  try {
    await writeFile(before, bytes);
    const file = `read_parquet('${before}', hive_partitioning = false)`;
    const described = await connection.runAndReadAll(`describe select * from ${file}`);
    const names = new Set(described.getColumnsObject()['column_name']);
    const present = columns.filter((name) => names.has(name));
    const each = present.map((name) => `select "${name}" as pseudonym from ${file}`);
    if (each.length === 0) return null;
    const found = await connection.runAndReadAll(
      `select distinct pseudonym from (${each.join(' union all ')}) where pseudonym is not null`,
    );
    const changed = found
      .getRows()
      .map(([pseudonym]) => String(pseudonym))
      .map((pseudonym) => [pseudonym, rekey(pseudonym)] as const)
      .filter(([old, now]) => old !== now);
    if (changed.length === 0) return null;
    await connection.run('create or replace temp table carried (old varchar, now varchar)');
    const appender = await connection.createAppender('carried');
    for (const [old, now] of changed) {
      appender.appendVarchar(old);
      appender.appendVarchar(now);
      appender.endRow();
    }
    appender.closeSync();
    const replaced = present.map((name) => `coalesce((select now from carried where old = "${name}"), "${name}") as "${name}"`);
    await connection.run(
      `copy (select * replace (${replaced.join(', ')}) from ${file}) to '${after}' (format parquet, compression zstd, compression_level 1)`,
    );
    return await readFile(after);
  } finally {
    await Promise.all([before, after].map((path) => rm(path, { force: true })));
  }
}

/** The notes of who was asked are named by pseudonyms; invites that wait hold them. */
async function rekeyInvites(store: Store, rekey: (pseudonym: string) => string): Promise<void> {
  const asked = `${PREFIXES.invites}asked/`;
  for (const key of await keysBelow(store.list(asked))) {
    const [contact = '', note = ''] = key.slice(asked.length).split('/');
    if (rekey(contact) === contact) continue;
    await store.putNew(`${askedPrefix(rekey(contact))}${note}`, new Uint8Array());
    await store.delete(key);
  }
  for (const key of await keysBelow(store.list(DUE_PREFIX))) {
    const bytes = await store.get(key);
    if (bytes === null) continue;
    const text = Buffer.from(bytes).toString('utf8');
    const rekeyed = JSON.stringify(JSON.parse(text, (_, value: unknown) => (typeof value === 'string' ? rekey(value) : value)));
    if (rekeyed !== text) await store.put(key, Buffer.from(rekeyed));
  }
}

/** First the row under its new name, then the old one away: a stop in between leaves both, and the next call removes the old. */
async function rekeyVault(vault: Vault, rekey: (pseudonym: string) => string): Promise<number> {
  let rowCount = 0;
  const old: string[] = [];
  for await (const contact of vault.contacts()) if (rekey(contact) !== contact) old.push(contact);
  for (const contact of old) {
    const entries = await vault.entries(contact);
    if (entries.length === 0) continue;
    await vault.put(entries.map((entry) => ({ ...entry, contact: rekey(contact) }))); // what is newer under the new name stays
    rowCount++;
  }
  await vault.erase(old);
  return rowCount;
}

/** All keys at once: a listing does not like that what it lists is changed. */
async function keysBelow(listing: AsyncIterable<string>): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of listing) keys.push(key);
  return keys;
}
