import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BuildBusyError } from '../../warehouse/errors.ts';
import { lockWarehouse } from '../../warehouse/lock.ts';
import { warehouseDir } from '../../warehouse/manifest.ts';
import { type House, makeHouse, NOW } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await makeHouse();
});
afterEach(() => house.remove());

const lost = (error: Error) => {
  throw error;
};
const take = (waitMs = 0) => lockWarehouse(house.dataDir, { waitMs, now: () => NOW, onLost: lost });

/** The traces that a process leaves which was killed while it built. */
async function leaveLockOf(pid: number): Promise<void> {
  const folder = warehouseDir(house.dataDir);
  await mkdir(join(folder, 'build.lock'), { recursive: true });
  await writeFile(join(folder, 'build.owner.json'), JSON.stringify({ pid, since: NOW.toISOString() }));
}

const NO_PROCESS = 4_194_305;

describe('the lock on a data folder', () => {
  it('lets one in and tells the other who holds it', async () => {
    const release = await take();
    await expect(take()).rejects.toThrow(BuildBusyError);
    await expect(take()).rejects.toThrow(`another build is running (process ${process.pid}, since ${NOW.toISOString()})`);
    await release();
    await (await take())();
  });

  it('can be waited for', async () => {
    const release = await take();
    const second = take(5_000);
    await release();
    const releaseSecond = await second;
    await expect(take()).rejects.toThrow(BuildBusyError);
    await releaseSecond();
  });

  it('of a dead process is taken over at once, by one of many', async () => {
    await leaveLockOf(NO_PROCESS);
    const tries = await Promise.allSettled([take(), take(), take()]);
    const winners = tries.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(winners).toHaveLength(1);
    expect(JSON.parse(await readFile(join(warehouseDir(house.dataDir), 'build.owner.json'), 'utf8'))).toMatchObject({
      pid: process.pid,
    });
    await winners[0]?.();
  });

  it('of a living process stands', async () => {
    await leaveLockOf(process.ppid);
    await expect(take()).rejects.toThrow(`process ${process.ppid}`);
  });
});
