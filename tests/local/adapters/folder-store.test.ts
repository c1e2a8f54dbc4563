import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderStore } from '../../../local/adapters/folder-store.ts';
import { describeStore } from './store-suite.ts';

const temporary = () => mkdtemp(join(tmpdir(), 'echolake-store-'));

describeStore(
  'folder',
  async () => {
    const root = await temporary();
    return { store: folderStore(root), another: () => folderStore(root), remove: () => rm(root, { recursive: true }) };
  },
  { refusesOddKeys: true },
);

test('a file that a crash left half written is no object', async () => {
  const root = await temporary();
  try {
    const store = folderStore(root);
    await store.putNew('a/whole', Buffer.from('whole'));
    await writeFile(join(root, 'a', '.writing-123-half'), 'ha');
    const keys: string[] = [];
    for await (const key of store.list('')) keys.push(key);
    expect(keys).toEqual(['a/whole']);
    expect(await readdir(join(root, 'a'))).toEqual(['.writing-123-half', 'whole']);
  } finally {
    await rm(root, { recursive: true });
  }
});

test('a folder that cannot be written says why', async () => {
  const root = await temporary();
  try {
    await writeFile(join(root, 'bronze'), 'a file where a folder should be');
    const writing = folderStore(root).putNew('bronze/order/x', Buffer.from('x'));
    await expect(writing).rejects.toThrow(/could not write .*bronze\/order\/x: /);
    await expect(writing).rejects.toMatchObject({ retryable: true });
  } finally {
    await rm(root, { recursive: true });
  }
});
