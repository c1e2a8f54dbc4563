import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MAX_MESSAGE_BYTES, type Message, type Queue } from '../../lambdas/shared/ports.ts';
import { createFile, hasCode, TEMPORARY } from './durable-file.ts';

/** How long a message is on loan before it is handed out again. */
const VISIBILITY_MS = 30_000;

/** A message that was handed out so often without being acknowledged is put aside in `dead/`. */
const MAX_RECEIVES = 5;

/** Pause between two looks for work, when there is none. */
const POLL_MS = 50;

const bodies = z.array(z.string());

interface QueueOptions {
  readonly visibilityMs?: number;
  /** How long `receive` waits for a first message. */
  readonly waitMs?: number;
}

/**
 * A queue in a folder. `send` resolves when the message is on the disk; messages sent at the same time share one file and
 * one flush, so that durable answers do not cost a flush each. A message is gone when its file is acknowledged as a whole;
 * after a crash everything that was not is there again. One process reads; any number may send.
 */
export async function folderQueue(root: string, options: QueueOptions = {}): Promise<Queue> {
  const { visibilityMs = VISIBILITY_MS, waitMs = 1_000 } = options;
  const dead = join(root, 'dead');
  await mkdir(dead, { recursive: true });

  let sequence = 0;
  let waiting: { body: string; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let flushing = false;

  const flush = async () => {
    flushing = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      const name = `${String(Date.now()).padStart(15, '0')}-${String(sequence++).padStart(8, '0')}-${randomUUID()}.json`;
      try {
        await createFile(join(root, name), JSON.stringify(group.map(({ body }) => body)));
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    flushing = false;
  };

  /** Files on loan: when they come back, and which of their messages are still out. */
  const loans = new Map<string, { until: number; out: Set<string>; receives: number }>();

  const takeFrom = async (name: string, now: number): Promise<Message[]> => {
    const known = loans.get(name);
    const receives = (known?.receives ?? 0) + 1;
    if (receives > MAX_RECEIVES) {
      await rename(join(root, name), join(dead, name));
      loans.delete(name);
      return [];
    }
    const texts = parseFile(await readFile(join(root, name), 'utf8'));
    if (texts === null) {
      await rename(join(root, name), join(dead, name));
      return [];
    }
    const messages = texts.map((body, i) => ({ id: `${name}#${i}`, body, receipt: `${name}#${i}` }));
    loans.set(name, { until: now + visibilityMs, out: new Set(messages.map(({ receipt }) => receipt)), receives });
    return messages;
  };

  const look = async (max: number): Promise<Message[]> => {
    const now = Date.now();
    const names = (await readdir(root)).filter((name) => name.endsWith('.json') && !name.startsWith(TEMPORARY)).sort();
    const found: Message[] = [];
    for (const name of names) {
      if (found.length >= max) break;
      if ((loans.get(name)?.until ?? 0) > now) continue;
      try {
        found.push(...(await takeFrom(name, now)));
      } catch (error) {
        if (!hasCode(error, 'ENOENT')) throw error; // acknowledged meanwhile, by us or by "echolake build" beside us
        loans.delete(name);
      }
    }
    return found;
  };

  return {
    send(body) {
      const bytes = Buffer.byteLength(body);
      if (bytes > MAX_MESSAGE_BYTES * 1.05)
        return Promise.reject(new RangeError(`message of ${bytes} bytes: expected at most ${MAX_MESSAGE_BYTES}`));
      return new Promise((resolve, reject) => {
        waiting.push({ body, resolve, reject });
        if (!flushing) void flush();
      });
    },
    async receive(max, signal) {
      const deadline = Date.now() + waitMs;
      for (;;) {
        const found = await look(max);
        if (found.length > 0 || Date.now() >= deadline || signal?.aborted === true) return found;
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    },
    async ack(messages) {
      for (const { receipt } of messages) {
        const name = receipt.slice(0, receipt.lastIndexOf('#'));
        const loan = loans.get(name);
        if (loan === undefined) continue;
        loan.out.delete(receipt);
        if (loan.out.size > 0) continue;
        await rm(join(root, name), { force: true });
        loans.delete(name);
      }
    },
  };
}

/** The bodies in a file, or null when it is not one of ours: it goes to `dead/` too, and holds up nobody. */
function parseFile(text: string): string[] | null {
  try {
    return bodies.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
