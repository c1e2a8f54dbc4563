import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MAX_MESSAGE_BYTES, type Message, type Queue } from '../../lambdas/shared/ports.ts';
import { hasCode } from './durable-file.ts';
import { folderLog, LOG } from './folder-log.ts';

/** How long a message is on loan before it is handed out again. */
const VISIBILITY_MS = 30_000;

/** A message that was handed out so often without being acknowledged is put aside in `dead/`. */
const MAX_RECEIVES = 5;

/** Pause between two looks for work, when there is none. */
const POLL_MS = 50;

/** An empty log that was begun so long ago is taken to be left over from a process that is gone. */
const LEFT_OVER_MS = 3_600_000;

/** Ending of a log that the reader has taken, to which nobody appends. */
const TAKEN = '.taken';

interface QueueOptions {
  readonly visibilityMs?: number;
  /** How long `receive` waits for a first message. */
  readonly waitMs?: number;
}

interface Loan {
  readonly until: number;
  readonly receives: number;
  /** Receipts that are still out. */
  readonly out: Set<string>;
  /** Whether the file holds lines that are no messages. */
  readonly broken: boolean;
}

/**
 * A queue in a folder. `send` resolves when the message is on the disk, see {@link folderLog}. A message is gone when the log that
 * it came in is acknowledged as a whole; after a crash everything that was not is there again. One process reads; any number may send.
 */
export async function folderQueue(root: string, options: QueueOptions = {}): Promise<Queue> {
  const { visibilityMs = VISIBILITY_MS, waitMs = 1_000 } = options;
  const dead = join(root, 'dead');
  await mkdir(dead, { recursive: true });
  const append = folderLog(root);
  const loans = new Map<string, Loan>();

  const putAside = async (name: string) => {
    await rename(join(root, name), join(dead, name));
    loans.delete(name);
  };

  const lend = async (name: string, now: number): Promise<Message[]> => {
    const receives = (loans.get(name)?.receives ?? 0) + 1;
    if (receives > MAX_RECEIVES) {
      await putAside(name);
      return [];
    }
    const { bodies, broken } = parseLog(await readFile(join(root, name), 'utf8'));
    if (bodies.length === 0) {
      if (broken) await putAside(name);
      else await rm(join(root, name), { force: true });
      return [];
    }
    const messages = bodies.map((body, i) => ({ id: `${name}#${i}`, body, receipt: `${name}#${i}` }));
    loans.set(name, { until: now + visibilityMs, receives, out: new Set(messages.map(({ receipt }) => receipt)), broken });
    return messages;
  };

  /** Name of the log once nobody appends to it, or null where nothing is in it. */
  const take = async (name: string, now: number): Promise<string | null> => {
    const { size, mtimeMs } = await stat(join(root, name));
    if (size === 0) {
      if (now - mtimeMs > LEFT_OVER_MS) await rm(join(root, name), { force: true });
      return null;
    }
    const taken = `${name.slice(0, -LOG.length)}${TAKEN}`;
    await rename(join(root, name), join(root, taken));
    return taken;
  };

  const look = async (max: number): Promise<Message[]> => {
    const now = Date.now();
    const found: Message[] = [];
    for (const name of (await readdir(root)).sort()) {
      if (found.length >= max) break;
      try {
        const taken = name.endsWith(LOG) ? await take(name, now) : name.endsWith(TAKEN) ? name : null;
        if (taken === null || (loans.get(taken)?.until ?? 0) > now) continue;
        found.push(...(await lend(taken, now)));
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
      return append(JSON.stringify(body));
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
        if (loan.broken) await putAside(name);
        else await rm(join(root, name), { force: true });
        loans.delete(name);
      }
    },
  };
}

/** The bodies in a log, and whether it has lines that are none. What follows the last line break was never promised to anyone. */
function parseLog(text: string): { bodies: string[]; broken: boolean } {
  const lines = text.split('\n').slice(0, -1);
  const bodies = lines.flatMap((line) => parseBody(line) ?? []);
  return { bodies, broken: bodies.length < lines.length };
}

function parseBody(line: string): string | null {
  try {
    return z.string().parse(JSON.parse(line));
  } catch {
    return null;
  }
}
