import { randomUUID } from 'node:crypto';
import { appendFile, close, fdatasync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createEmptyFile, hasCode } from './durable-file.ts';

/** Ending of a log that may still be appended to. */
export const LOG = '.log';

/** A log of this size is left to the reader, and the next one begun. */
const FULL_BYTES = 1_048_576;

/** Logs tried for one group of lines: readers take them between two lines, not one after the other. */
const MAX_TRIES = 10;

/** A log that is open to be appended to, until the next one is begun or the process ends. */
interface Log {
  readonly path: string;
  readonly descriptor: number;
}

const [append, flushToDisk] = [promisify(appendFile), promisify(fdatasync)];

interface Line {
  readonly text: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Appends lines to logs in a folder, and resolves when a line is on the disk. Lines that come in while others are written share one
 * write and one flush. A reader takes a log at any time, by renaming it: a line is in what the reader reads if the log still had
 * its name after the line was written; where it had not, the line goes into the next log too. Names sort by age. The next log lies
 * ready while one is filled, as to make a name durable takes longer than to append.
 */
export function folderLog(root: string): (line: string) => Promise<void> {
  let sequence = 0;
  let waiting: Line[] = [];
  let isWriting = false;
  let current: Promise<Log> | null = null;
  let next: Promise<Log> | null = null;
  let size = 0;

  const begin = async () => {
    const name = `${String(Date.now()).padStart(15, '0')}-${String(sequence++).padStart(8, '0')}-${randomUUID()}${LOG}`;
    const path = join(root, name);
    return { path, descriptor: await createEmptyFile(path) };
  };

  const leave = (log: Promise<Log> | null) => {
    log?.then(
      ({ descriptor }) => close(descriptor),
      () => undefined, // it was never opened
    );
  };

  const advance = () => {
    leave(current);
    current = next;
    next = null;
    size = 0;
  };

  const write = async (text: string) => {
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      current ??= begin();
      if (next === null) {
        next = begin();
        next.catch(() => undefined); // told to the line that would have gone there
      }
      if (await appendDurably(await current, text)) {
        size += text.length;
        if (size > FULL_BYTES) advance();
        return;
      }
      advance();
    }
    throw new Error(`${root}: the logs of the queue are taken away as fast as they are made`);
  };

  const flush = async () => {
    isWriting = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        await write(group.map(({ text }) => `${text}\n`).join(''));
        for (const { resolve } of group) resolve();
      } catch (error) {
        leave(current);
        leave(next);
        [current, next, size] = [null, null, 0]; // half a line may be in it, to which nothing must be added
        for (const { reject } of group) reject(error);
      }
    }
    isWriting = false;
  };

  return (text) =>
    new Promise((resolve, reject) => {
      waiting.push({ text, resolve, reject });
      if (!isWriting) void flush();
    });
}

/** False when a reader took the log before, or may have. */
async function appendDurably({ path, descriptor }: Log, text: string): Promise<boolean> {
  try {
    await append(descriptor, text);
    await Promise.all([stat(path), flushToDisk(descriptor)]);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}
