import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import lockfile from 'proper-lockfile';
import type { Vault } from '../../lambdas/shared/ports.ts';
import { detailsOf, newest, openEntries, sealRow, type VaultRow, vaultRowSchema } from '../../lambdas/shared/vault-row.ts';
import { createFile, hasCode, TEMPORARY } from './durable-file.ts';

/** More files than this, none of them larger than all later ones together, are made into one. */
const MOST_FILES = 20;

/** Rows of one file, by contact. */
type Rows = Map<string, VaultRow>;

/**
 * A vault in a folder. What is put at one time is one new file of sealed rows; of two rows of a contact the fields of higher version count, and of equal ones the later file's. Files are
 * never changed: erasing and merging write new ones and remove the old, one process at a time.
 */
export function folderVault(root: string, key: Uint8Array): Vault {
  let files = new Map<string, Rows>();
  let last = '';
  let waiting: VaultRow[] = [];
  let written: Promise<void> | null = null;
  let previous: Promise<void> = Promise.resolve();

  /** Later in the order of names than all that this process has written, and than what another one wrote earlier. */
  const nextName = () => {
    const time = String(Date.now()).padStart(15, '0');
    last = last.startsWith(time)
      ? `${last.slice(0, 15)}${String(Number(last.slice(15, 21)) + 1).padStart(6, '0')}`
      : `${time}000000`;
    return `${last}-${randomUUID()}.ndjson`;
  };
  const refresh = async () => {
    for (;;) {
      const found = await rowsIn(await namesIn(root));
      if (found === null) continue;
      files = found;
      return;
    }
  };
  /** Rows of some files, or null when one of them was merged or erased since it was listed. */
  const rowsIn = async (names: readonly string[]) => {
    const found = new Map<string, Rows>();
    for (const name of names) {
      const rows = files.get(name) ?? (await readRows(join(root, name)));
      if (rows === null) return null;
      found.set(name, rows);
    }
    return found;
  };
  const write = (name: string, rows: Iterable<VaultRow>) =>
    createFile(join(root, name), [...rows].map((row) => `${JSON.stringify(row)}\n`).join(''));

  /** Rows that are put while others are written share the next file, and its flush to the disk. */
  const flush = async () => {
    await previous.catch(() => undefined);
    const rows = waiting;
    waiting = [];
    written = null;
    previous = (async () => {
      await write(nextName(), rows);
      if ((await smallFiles(root)).length > MOST_FILES) await alone(root, merge);
    })();
    await previous;
  };

  const entriesOf = async (contact: string) => {
    await refresh();
    const row = merged(files.values(), contact);
    return row === null ? [] : openEntries(row, key);
  };

  return {
    async put(entries) {
      if (entries.length === 0) return;
      for (const entry of entries) waiting.push(sealRow(entry, key));
      written ??= flush();
      await written;
    },
    async get(contact) {
      const entries = await entriesOf(contact);
      return entries.length === 0 ? null : detailsOf(entries);
    },
    entries: entriesOf,
    async erase(contacts) {
      const erased = new Set(contacts);
      await alone(root, async () => {
        await refresh();
        for (const [name, rows] of files) {
          if (![...rows.keys()].some((contact) => erased.has(contact))) continue;
          const kept = [...rows.values()].filter(({ contact }) => !erased.has(contact));
          if (kept.length > 0) await write(`${name.slice(0, 21)}-${randomUUID()}.ndjson`, kept);
          await rm(join(root, name), { force: true });
        }
      });
    },
    async *contacts() {
      await refresh();
      yield* new Set([...files.values()].flatMap((rows) => [...rows.keys()]));
    },
  };

  async function merge(): Promise<void> {
    const names = await smallFiles(root);
    const newest = names.at(-1);
    const found = await rowsIn(names);
    if (newest === undefined || found === null || names.length <= MOST_FILES) return;
    const contacts = new Set([...found.values()].flatMap((rows) => [...rows.keys()]));
    const rows = [...contacts].flatMap((contact) => merged(found.values(), contact) ?? []);
    await write(`${newest.slice(0, 21)}-${randomUUID()}.ndjson`, rows);
    for (const name of names) await rm(join(root, name), { force: true });
  }
}

/** The latest files, oldest first, back to one that is larger than all after it: what is put often is merged often, and the bulk seldom. */
async function smallFiles(root: string): Promise<string[]> {
  const names = await namesIn(root);
  const sizes = await Promise.all(names.map((name) => stat(join(root, name)).then(({ size }) => size, gone(0))));
  let [first, total] = [names.length, 0];
  while (first > 0 && (total === 0 || (sizes[first - 1] ?? 0) <= total)) total += sizes[--first] ?? 0;
  return names.slice(first);
}

async function namesIn(root: string): Promise<string[]> {
  const names = await readdir(root).catch(gone([]));
  return names.filter((name) => name.endsWith('.ndjson') && !name.startsWith(TEMPORARY)).sort();
}

/** Null when there is no such file. */
async function readRows(path: string): Promise<Rows | null> {
  const text = await readFile(path, 'utf8').catch(gone(null));
  if (text === null) return null;
  const rows: Rows = new Map();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const row = vaultRowSchema.parse(JSON.parse(line));
    const before = rows.get(row.contact);
    rows.set(row.contact, (before === undefined ? null : newest([before, row])) ?? row);
  }
  return rows;
}

/** What to take for a file or folder that is not there. */
function gone<T>(instead: T): (error: unknown) => T {
  return (error) => {
    if (hasCode(error, 'ENOENT')) return instead;
    throw error;
  };
}

/** What all files together say of a contact. */
function merged(files: Iterable<Rows>, contact: string): VaultRow | null {
  return newest([...files].flatMap((rows) => rows.get(contact) ?? []));
}

/** A row that is merged while another process erases it would be back: so only one of them is at work. */
async function alone(root: string, work: () => Promise<void>): Promise<void> {
  await mkdir(root, { recursive: true });
  const release = await lockfile.lock(root, {
    lockfilePath: join(root, 'writing.lock'),
    retries: { retries: 100, minTimeout: 20, maxTimeout: 500 },
  });
  try {
    await work();
  } finally {
    await release();
  }
}
