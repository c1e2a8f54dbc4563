import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress } from './progress.ts';

/** A file that grows, or was changed just now and does not end as a text does, is finished once it has been still for so long. */
const QUIET_MS = 1_000;
const POLL_MS = 20;
const LINE_FEED = 10;

/** Bytes of a file, to the end that it has once nobody writes it any more. */
export async function* readWritten(path: string, name: string, progress: Progress): AsyncGenerator<Uint8Array> {
  const { size } = await stat(path);
  let [read, last]: [number, number | undefined] = [0, undefined];
  for (;;) {
    for await (const bytes of createReadStream(path, { start: read, highWaterMark: 1 << 20 })) {
      read += bytes.length;
      last = bytes.at(-1);
      progress.update(`${name}: ${Math.min(100, Math.floor((100 * read) / Math.max(size, 1)))} %`);
      yield bytes;
    }
    const now = await stat(path);
    const hasGrown = now.size !== size;
    const quietMs = Date.now() - now.mtimeMs;
    const isQuiet = quietMs > QUIET_MS || quietMs < 0; // a time to come is another machine's
    if (now.size <= read && (isQuiet || (!hasGrown && last === LINE_FEED))) return;
    progress.update(`${name}: somebody seems to be writing it; waiting for its end`);
    await sleep(Math.max(QUIET_MS - quietMs, POLL_MS));
  }
}
