import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
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

const OLDER = '000000000000001-00000000-x';

test.each([
  ['no JSON', 'cut o\n'],
  ['of another shape', '{"tables":[]}\n'],
])('a log of a line that is %s is put aside and holds up nobody', async (_, content) => {
  const root = await temporary();
  try {
    await writeFile(join(root, `${OLDER}.log`), content);
    const queue = await folderQueue(root, OPTIONS);
    await queue.send('good');
    expect((await queue.receive(10)).map(({ body }) => body)).toEqual(['good']);
    expect(await readdir(join(root, 'dead'))).toEqual([`${OLDER}.taken`]);
  } finally {
    await rm(root, { recursive: true });
  }
});

test('the good lines of a log with a broken one are handed out, and the log is put aside once they are acknowledged', async () => {
  const root = await temporary();
  try {
    await writeFile(join(root, `${OLDER}.log`), '"a"\nbroken\n"b"\n');
    const queue = await folderQueue(root, OPTIONS);
    const messages = await queue.receive(10);
    expect(messages.map(({ body }) => body)).toEqual(['a', 'b']);
    expect(await readdir(join(root, 'dead'))).toEqual([]);
    await queue.ack(messages);
    expect(await readdir(join(root, 'dead'))).toEqual([`${OLDER}.taken`]);
  } finally {
    await rm(root, { recursive: true });
  }
});

test('the line that a crash cut short is no message, and neither is whatever else lies there', async () => {
  const root = await temporary();
  try {
    await writeFile(join(root, `${OLDER}.log`), '"whole"\n"ha');
    await writeFile(join(root, '000000000000002-00000000-x.log'), '"ha');
    await writeFile(join(root, 'notes.txt'), 'mine');
    const queue = await folderQueue(root, OPTIONS);
    const messages = await queue.receive(10);
    expect(messages.map(({ body }) => body)).toEqual(['whole']);
    await queue.ack(messages);
    expect((await readdir(root)).sort()).toEqual(['dead', 'notes.txt']);
  } finally {
    await rm(root, { recursive: true });
  }
});

test('every line is handed out, however often the logs are taken while they are written to', async () => {
  const root = await temporary();
  try {
    const sender = await folderQueue(root, OPTIONS);
    const reader = await folderQueue(root, { ...OPTIONS, waitMs: 0 });
    const seen = new Set<string>();
    const sending = Array.from({ length: 600 }, (_, i) => sleep(i / 2).then(() => sender.send(`m${i}`)));
    const sent = Promise.all(sending).then(() => true);
    for (let isOver = false; !isOver; ) {
      isOver = await Promise.race([sent, sleep(1, false)]);
      const messages = await reader.receive(1_000);
      for (const { body } of messages) seen.add(body);
      await reader.ack(messages);
    }
    expect(seen.size).toBe(600);
  } finally {
    await rm(root, { recursive: true });
  }
});

test('an empty log is left to its sender, and cleared away when it is old', async () => {
  const root = await temporary();
  try {
    const [young, old] = [join(root, `${OLDER}.log`), join(root, '000000000000002-00000000-x.log')];
    for (const path of [young, old]) await writeFile(path, '');
    await utimes(old, new Date(), new Date(Date.now() - 2 * 3_600_000));
    expect(await (await folderQueue(root, OPTIONS)).receive(10)).toEqual([]);
    expect((await readdir(root)).sort()).toEqual([`${OLDER}.log`, 'dead']);
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
    const names = Array.from({ length: 200 }, (_, i) => join(root, `${String(i).padStart(15, '0')}-00000000-x.taken`));
    await Promise.all(names.map((name, i) => writeFile(name, `"m${i}"\n`)));
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
