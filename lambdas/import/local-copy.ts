import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A file on this machine's disk with these bytes, for formats that are not read from front to back. Remove it with `remove`. */
export async function localCopy(
  blocks: AsyncIterable<Uint8Array>,
): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const path = join(tmpdir(), `echolake-${randomUUID()}.drop`);
  const remove = () => rm(path, { force: true });
  try {
    await pipeline(blocks, createWriteStream(path, { mode: 0o600 }));
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, remove };
}
