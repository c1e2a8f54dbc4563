import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Entry, openPromise } from 'yauzl';
import { messageOf, RefusedError } from '../../contracts/errors.ts';

/** How many times its packed size a file may unfold to, beyond what any file may. Text seldom reaches thirty. */
const MAX_RATIO = 200;
const ALLOWANCE_BYTES = 64 << 20;
const MAX_ENTRIES = 1_000;

/**
 * The bytes in a gzip file.
 * @throws {RefusedError} when it is broken, or unfolds to a size that no honest file has.
 */
export async function* gunzipped(source: string, blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let [packed, unpacked] = [0, 0];
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const block of blocks) {
      packed += block.length;
      yield block;
    }
  }
  try {
    for await (const block of pipeline(counted(), createGunzip({ chunkSize: 1 << 18 }), () => undefined)) {
      unpacked += block.length;
      if (unpacked > ALLOWANCE_BYTES + MAX_RATIO * packed) throw bomb(source);
      yield block;
    }
  } catch (cause) {
    if (!String(cause instanceof Error && Reflect.get(cause, 'code')).startsWith('Z_')) throw cause;
    throw new RefusedError(
      422,
      `${source}: expected a whole gzip file, found one that is broken or cut off: ${messageOf(cause)}`,
      {
        cause,
      },
    );
  }
}

/** One file in an archive. */
export interface ArchiveEntry {
  readonly name: string;
  readonly size: number;
  readonly open: () => AsyncIterable<Uint8Array>;
}

/**
 * The files in a zip archive on the disk, in the order of its directory. What systems leave in archives by themselves is passed over.
 * @throws {RefusedError} when it is no archive, is encrypted, or unfolds to what no honest one does.
 */
export async function* zipEntries(source: string, path: string): AsyncGenerator<ArchiveEntry> {
  const archive = await openPromise(path, { autoClose: false, lazyEntries: true }).catch((cause: unknown) => {
    throw new RefusedError(422, `${source}: expected a zip archive: ${messageOf(cause)}`, { cause });
  });
  try {
    if (archive.entryCount > MAX_ENTRIES)
      throw new RefusedError(422, `${source}: expected at most ${MAX_ENTRIES} files in an archive, found ${archive.entryCount}`);
    let size = 0;
    for await (const entry of archive.eachEntry()) {
      size += entry.uncompressedSize;
      if (size > ALLOWANCE_BYTES + MAX_RATIO * archive.fileSize) throw bomb(source);
      if (entry.fileName.endsWith('/') || isLeftBySystem(entry.fileName)) continue;
      yield { name: entry.fileName, size: entry.uncompressedSize, open: () => opened(entry) };
    }
  } catch (cause) {
    if (cause instanceof RefusedError) throw cause;
    throw new RefusedError(422, `${source}: expected a whole zip archive: ${messageOf(cause)}`, { cause });
  } finally {
    archive.close();
  }

  async function* opened(entry: Entry): AsyncGenerator<Uint8Array> {
    if (entry.isEncrypted())
      throw new RefusedError(422, `${source}: ${entry.fileName} is encrypted: expected an archive without a password`);
    try {
      yield* await archive.openReadStreamPromise(entry);
    } catch (cause) {
      throw new RefusedError(422, `${source}: ${entry.fileName}: expected a whole entry: ${messageOf(cause)}`, { cause });
    }
  }
}

function isLeftBySystem(name: string): boolean {
  return name.startsWith('__MACOSX/') || /(^|\/)(\.[^/]*|Thumbs\.db)$/.test(name);
}

function bomb(source: string): RefusedError {
  return new RefusedError(422, `${source}: unfolds to more than ${MAX_RATIO} times its size: expected a file of records`);
}
