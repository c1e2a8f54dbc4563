import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderVault } from '../../../local/adapters/folder-vault.ts';
import { describeVault } from './vault-suite.ts';

const KEY = Buffer.alloc(32, 5);

describeVault('folder', async () => {
  const root = await mkdtemp(join(tmpdir(), 'echolake-vault-'));
  return {
    vault: folderVault(root, KEY),
    another: (key = KEY) => folderVault(root, key),
    bytes: async () => (await Promise.all((await readdir(root)).map((name) => readFile(join(root, name), 'utf8')))).join('\n'),
    remove: () => rm(root, { recursive: true }),
  };
});
