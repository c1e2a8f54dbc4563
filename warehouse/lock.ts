import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import { z } from 'zod';
import { BuildBusyError } from './errors.ts';
import { warehouseDir } from './manifest.ts';

const owner = z.object({ pid: z.int(), since: z.string() });

/** How long a lock whose owner we cannot see stands without a sign of life. */
const STALE_MS = 15_000;

export interface LockOptions {
  readonly waitMs: number;
  readonly now: () => Date;
  /** Called when somebody took the lock away, such as after this machine slept. */
  readonly onLost: (error: Error) => void;
}

/**
 * Takes the data folder for one build. A lock whose process is gone is taken over at once; both steps happen behind a
 * gate, so two that find the same dead owner cannot both remove it.
 * @throws {BuildBusyError} when another build is still running after `waitMs`.
 */
export async function lockWarehouse(dataDir: string, { waitMs, now, onLost }: LockOptions): Promise<() => Promise<void>> {
  const folder = warehouseDir(dataDir);
  await mkdir(folder, { recursive: true });
  const until = Date.now() + waitMs;
  for (;;) {
    const release = await tryLock(folder, now, onLost);
    if (typeof release === 'function') return release;
    if (Date.now() >= until)
      throw new BuildBusyError(`${folder}: another build is running${release}; try again when it has ended`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function tryLock(folder: string, now: () => Date, onLost: (error: Error) => void): Promise<(() => Promise<void>) | string> {
  const building = join(folder, 'build');
  const ownerFile = join(folder, 'build.owner.json');
  const openGate = await lock(join(folder, 'gate'), {
    realpath: false,
    stale: 2_000,
    onCompromised: () => undefined,
    retries: { retries: 100, minTimeout: 50, maxTimeout: 50 },
  });
  try {
    const holder = await readOwner(ownerFile);
    if (holder !== null && !isAlive(holder.pid)) {
      await rm(`${building}.lock`, { recursive: true, force: true });
      await rm(ownerFile, { force: true });
    }
    let isLost = false;
    let release: () => Promise<void>;
    try {
      const onCompromised = (error: Error) => {
        isLost = true;
        onLost(error);
      };
      release = await lock(building, { realpath: false, stale: STALE_MS, update: 2_000, onCompromised });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ELOCKED')) throw error;
      return holder === null ? '' : ` (process ${holder.pid}, since ${holder.since})`;
    }
    await writeFile(ownerFile, JSON.stringify({ pid: process.pid, since: now().toISOString() }));
    return async () => {
      if (isLost) return;
      await rm(ownerFile, { force: true });
      await release();
    };
  } finally {
    await openGate().catch(() => undefined);
  }
}

async function readOwner(file: string): Promise<z.infer<typeof owner> | null> {
  try {
    return owner.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
