import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderQueue } from '../../../local/adapters/folder-queue.ts';
import { describeQueue } from './queue-suite.ts';

const OPTIONS = { visibilityMs: 500, waitMs: 20 };
const temporary = () => mkdtemp(join(tmpdir(), 'echolake-queue-'));

describeQueue(
  'folder',
  async () => {
    const root = await temporary();
    return {
      queue: await folderQueue(root, OPTIONS),
      afterCrash: () => folderQueue(root, OPTIONS),
      dead: async () =>
        Promise.all((await readdir(join(root, 'dead'))).map((name) => readFile(join(root, 'dead', name), 'utf8'))),
      remove: () => rm(root, { recursive: true }),
    };
  },
  { visibilityMs: OPTIONS.visibilityMs, maxReceives: 5, crowd: 1_000 },
);

test.each([
  ['no JSON', '["cut o'],
  ['empty, as after a loss of power', ''],
  ['of another shape', '{"tables":[]}'],
])('a file that is %s is put aside and holds up nobody', async (_, content) => {
  const root = await temporary();
  try {
    await writeFile(join(root, '000000000000001-00000000-x.json'), content);
    const queue = await folderQueue(root, OPTIONS);
    await queue.send('good');
    expect((await queue.receive(10)).map(({ body }) => body)).toEqual(['good']);
    expect(await readdir(join(root, 'dead'))).toEqual(['000000000000001-00000000-x.json']);
  } finally {
    await rm(root, { recursive: true });
  }
});

test('a file that a crash left half written, and whatever else lies there, is no message', async () => {
  const root = await temporary();
  try {
    await writeFile(join(root, '.writing-1-a.json'), '["ha');
    await writeFile(join(root, 'notes.txt'), 'mine');
    expect(await (await folderQueue(root, OPTIONS)).receive(10)).toEqual([]);
    expect((await readdir(root)).sort()).toEqual(['.writing-1-a.json', 'dead', 'notes.txt']);
  } finally {
    await rm(root, { recursive: true });
  }
});

test('a send that cannot be kept is refused, and the next one works', async () => {
  const root = await temporary();
  try {
    const queue = await folderQueue(join(root, 'queue'), OPTIONS);
    await rm(join(root, 'queue'), { recursive: true });
    await writeFile(join(root, 'queue'), 'in the way');
    await expect(queue.send('lost')).rejects.toThrow(/ENOTDIR|EEXIST/);
    await rm(join(root, 'queue'));
    await queue.send('kept');
    expect((await queue.receive(10)).map(({ body }) => body)).toEqual(['kept']);
  } finally {
    await rm(root, { recursive: true });
  }
});

test('a message that another reader takes away meanwhile is passed over', async () => {
  const root = await temporary();
  try {
    const names = Array.from({ length: 200 }, (_, i) => join(root, `${String(i).padStart(15, '0')}-00000000-x.json`));
    await Promise.all(names.map((name, i) => writeFile(name, JSON.stringify([`m${i}`]))));
    const queue = await folderQueue(root, OPTIONS);
    const receiving = queue.receive(1_000);
    for (const name of names.toReversed()) await rm(name);
    await receiving;
    await queue.send('next');
    expect((await queue.receive(10)).map(({ body }) => body)).toEqual(['next']);
  } finally {
    await rm(root, { recursive: true });
  }
});
