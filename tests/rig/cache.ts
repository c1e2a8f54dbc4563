import { execFile } from 'node:child_process';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { lock } from 'proper-lockfile';
import { messageOf } from '../../contracts/errors.ts';

const execute = promisify(execFile);

/** Where fetched programs are kept between runs and between checkouts. */
export const CACHE = process.env['ECHOLAKE_RIG_CACHE'] ?? join(homedir(), '.cache', 'echolake-rig');

/** Runs a program to its end. @throws {Error} with the program's own words when it fails, or `hint` when it is not there. */
export async function run(program: string, args: readonly string[], hint: string): Promise<string> {
  try {
    const { stdout } = await execute(program, args, { maxBuffer: 1 << 26 });
    return stdout;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')
      throw new Error(`the rig needs ${program}: ${hint}`, { cause });
    throw new Error(`${program} ${args.join(' ')}: ${messageOf(cause)}`, { cause });
  }
}

/** A folder of the cache, filled once by whoever comes first; a half-filled one is filled anew. */
export async function cached(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(CACHE, name);
  const marker = join(folder, '.complete');
  if (await exists(marker)) return folder;
  await mkdir(CACHE, { recursive: true });
  const release = await lock(folder, {
    realpath: false,
    stale: 30_000,
    retries: { retries: 600, minTimeout: 1_000, maxTimeout: 1_000 },
  });
  try {
    if (await exists(marker)) return folder;
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    await fill(folder);
    await writeFile(marker, '');
    return folder;
  } finally {
    await release();
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
