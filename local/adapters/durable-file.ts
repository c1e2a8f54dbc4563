import { randomUUID } from 'node:crypto';
import { constants, type FileHandle, link, mkdir, open, rename, rm } from 'node:fs/promises';
import { open as openFile } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** Prefix of files that are being written. Whoever finds one after a crash may remove it. */
export const TEMPORARY = '.writing-';

const openDescriptor = promisify(openFile);

async function writeTemporary(path: string, bytes: Uint8Array | string): Promise<string> {
  const temporary = join(dirname(path), `${TEMPORARY}${randomUUID()}-${basename(path)}`.slice(0, 200));
  const write = async () => {
    const file = await open(temporary, 'wx', 0o600);
    await closing(file, async () => {
      await file.writeFile(bytes);
      await file.sync();
    });
  };
  try {
    await write();
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    await mkdir(dirname(path), { recursive: true });
    await write();
  }
  return temporary;
}

/** Replaces a file as a whole: a reader, or a crash, sees the old bytes or the new. On disk when it resolves. */
export async function replaceFile(path: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = await writeTemporary(path, bytes);
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** Makes a file that must not exist yet, as a whole. Of several at once one wins. On disk when it resolves. */
export async function createFile(path: string, bytes: Uint8Array | string): Promise<'written' | 'exists'> {
  const temporary = await writeTemporary(path, bytes);
  try {
    await link(temporary, path);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return 'exists';
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncFolder(dirname(path));
  return 'written';
}

/** Makes an empty file under a new name, and its descriptor, to append to. Its name is on disk when it resolves. */
export async function createEmptyFile(path: string): Promise<number> {
  const make = () => openDescriptor(path, 'ax', 0o600);
  const descriptor = await make().catch(async (error: unknown) => {
    if (!hasCode(error, 'ENOENT')) throw error;
    await mkdir(dirname(path), { recursive: true });
    return make();
  });
  await syncFolder(dirname(path));
  return descriptor;
}

/** Makes renames and new names in a folder durable. Not every system lets a folder be opened; there it is a no-op. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, constants.O_RDONLY);
  await closing(folder, () => folder.sync());
}

async function closing(file: FileHandle, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    await file.close();
  }
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === code;
}
