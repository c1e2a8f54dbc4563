import { mkdir, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UsageError } from '../contracts/errors.ts';
import { type Keyed, keyedBy } from '../lambdas/shared/intake.ts';
import type { Clock, Secrets, Store, Vault } from '../lambdas/shared/ports.ts';
import { hasCode } from './adapters/durable-file.ts';
import { folderStore } from './adapters/folder-store.ts';
import { folderVault } from './adapters/folder-vault.ts';
import { loadSecrets } from './adapters/key-file.ts';

/** One data folder with what handlers need of it. */
export interface Installation {
  /** Absolute path. */
  readonly dataDir: string;
  readonly store: Store;
  readonly secrets: Secrets;
  readonly keyed: Keyed;
  readonly vault: Vault;
  readonly clock: Clock;
}

/** Names we make in a data folder. A folder with none of them, but others, is somebody else's. */
const OURS = new Set([
  'keys.json',
  'lake',
  'warehouse',
  'queue',
  'vault',
  'triggers',
  'listening.yml',
  'token-key',
  'sample.json',
  'truth.json',
  'running.lock',
]);

export const queueDir = (dataDir: string) => join(dataDir, 'queue');
export const triggersDir = (dataDir: string) => join(dataDir, 'triggers');
export const lakeDir = (dataDir: string) => join(dataDir, 'lake');

/**
 * Opens a data folder, and makes it when it is not there.
 * @throws {UsageError} when the path is a file, or a folder of something else.
 */
export async function openInstallation(path: string): Promise<Installation> {
  const dataDir = resolve(path);
  await checkFolder(dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const secrets = await loadSecrets(dataDir);
  return {
    dataDir,
    store: folderStore(lakeDir(dataDir)),
    secrets,
    keyed: keyedBy(secrets, ['contact']),
    vault: folderVault(join(dataDir, 'vault'), secrets.vaultKey),
    clock: () => new Date(),
  };
}

/** Opens a data folder that must be there already, for commands that only look. */
export async function openExisting(path: string): Promise<Installation> {
  try {
    await stat(resolve(path));
  } catch (error) {
    if (hasCode(error, 'ENOENT'))
      throw new UsageError(`there is no data at ${resolve(path)}: run "echolake start" or "echolake import" first`);
    throw error;
  }
  return openInstallation(path);
}

async function checkFolder(dataDir: string): Promise<void> {
  let names: string[];
  try {
    names = await readdir(dataDir);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    if (hasCode(error, 'ENOTDIR')) throw new UsageError(`${dataDir} is a file: expected a folder for the data`);
    throw error;
  }
  if (names.length > 0 && !names.some((name) => OURS.has(name))) {
    throw new UsageError(`${dataDir} holds other things: expected an empty folder, or one that Echolake made`);
  }
}
