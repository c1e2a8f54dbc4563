import { createReadStream, type Dirent } from 'node:fs';
import { access, readdir, readFile, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { LakeWriteError } from '../../contracts/errors.ts';
import type { Store } from '../../lambdas/shared/ports.ts';
import { createFile, hasCode, replaceFile, TEMPORARY } from './durable-file.ts';

/** A store in a folder: a key is a path below it. What it says is written is on the disk. */
export function folderStore(root: string): Store {
  const pathOf = (key: string): string => {
    const parts = key.split('/');
    if (parts.includes('') || parts.some(isOdd)) throw oddKey(key);
    return join(root, ...key.split('/'));
  };
  const failing = async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      throw new LakeWriteError(`could not write ${join(root, key)}: ${reasonOf(cause)}`, { retryable: true, cause });
    }
  };
  return {
    async putNew(key, bytes) {
      const path = pathOf(key);
      if (await exists(path)) return 'exists';
      return failing(key, () => createFile(path, bytes));
    },
    async put(key, bytes) {
      const path = pathOf(key);
      await failing(key, () => replaceFile(path, bytes));
    },
    async get(key) {
      try {
        return await readFile(pathOf(key));
      } catch (error) {
        if (hasCode(error, 'ENOENT')) return null;
        throw error;
      }
    },
    read(key) {
      return createReadStream(pathOf(key));
    },
    list(prefix) {
      if (prefix.split('/').some(isOdd)) throw oddKey(prefix);
      const cut = prefix.lastIndexOf('/') + 1;
      return walk(join(root, prefix.slice(0, cut)), prefix.slice(0, cut), prefix);
    },
    async delete(key) {
      await rm(pathOf(key), { force: true });
    },
  };
}

/** A part of a key that would lead elsewhere, or that our own listing would pass over. */
function isOdd(part: string): boolean {
  return part === '.' || part === '..' || /[\\\0]/.test(part) || part.startsWith(TEMPORARY);
}

function oddKey(key: string): LakeWriteError {
  return new LakeWriteError(`expected a key like bronze/order/dt=2026-11-05/…, found ${JSON.stringify(key)}`);
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

async function* walk(folder: string, base: string, prefix: string): AsyncGenerator<string> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return;
    throw error;
  }
  // By code units, as S3 lists: a folder sorts as if its name ended in the separator.
  const named = entries.map((entry) => ({ entry, key: `${base}${entry.name}${entry.isDirectory() ? '/' : ''}` }));
  named.sort((a, b) => (a.key < b.key ? -1 : 1));
  for (const { entry, key } of named) {
    if (entry.isDirectory()) {
      if (key.startsWith(prefix) || prefix.startsWith(key))
        yield* walk(`${folder}${folder.endsWith(sep) ? '' : sep}${entry.name}`, key, prefix);
    } else if (key.startsWith(prefix) && !entry.name.startsWith(TEMPORARY)) yield key;
  }
}

function reasonOf(error: unknown): string {
  if (hasCode(error, 'ENOSPC')) return 'the disk is full';
  if (hasCode(error, 'EACCES') || hasCode(error, 'EPERM')) return 'no permission to write there';
  return error instanceof Error ? error.message : String(error);
}
