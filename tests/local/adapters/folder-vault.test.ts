import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
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

test('small files are merged, and a large one stays until as much has come in', async () => {
  const root = await mkdtemp(join(tmpdir(), 'echolake-vault-'));
  try {
    const vault = folderVault(root, KEY);
    const entry = (i: number, version = 1) => ({ contact: `c${i}`, version, details: { phone: `138${version}` } });
    await vault.put(Array.from({ length: 500 }, (_, i) => entry(i)));
    const [large] = await readdir(root);
    for (let i = 0; i < 120; i++) await vault.put([entry(i, 2)]);
    const files = (await readdir(root)).filter((name) => name.endsWith('.ndjson'));
    expect(files).toContain(large);
    expect(files.length).toBeLessThan(30);
    for (let i = 0; i < 50; i++) await vault.put(Array.from({ length: 25 }, (_, k) => entry((25 * i + k) % 500, 3)));
    expect(await readdir(root)).not.toContain(large);
    expect(await folderVault(root, KEY).get('c7')).toEqual({ phone: '1383' });
    let contacts = 0;
    for await (const _ of vault.contacts()) contacts += 1;
    expect(contacts).toBe(500);
  } finally {
    await rm(root, { recursive: true });
  }
});
