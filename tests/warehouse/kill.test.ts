import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readOnly } from '../../warehouse/engines/duckdb/read-only.ts';
import { openPublished } from '../../warehouse/engines/duckdb/serving.ts';
import { addModels, type House, makeHouse } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await makeHouse();
  await addModels(house);
});
afterEach(() => house.remove());

function startBuild(): ChildProcess {
  const child = join(import.meta.dirname, 'build-child.ts');
  return spawn(process.execPath, ['--import', 'tsx', child, house.dataDir, house.sqlDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Lands a file whose money is spread over several models, so that a mixed build would not add up. */
async function landSome(round: number): Promise<void> {
  const sales = Array.from({ length: 40 }, (_, index) => ({
    event: `e${index}`,
    version: round,
    day: `2026-11-${String(1 + ((index * 7 + round) % 20)).padStart(2, '0')}`,
    store: index % 2 === 0 ? 'S1' : 'S2',
    cents: round,
  }));
  await house.landSales(`f${round}`, sales);
}

/** Sums of one published build by three ways, which only one whole build gives alike. */
async function readSums(): Promise<{ readonly build: string; readonly sums: readonly unknown[] }> {
  const published = await openPublished(house.dataDir);
  const connection = await published.connect();
  try {
    const reader = await readOnly(
      connection,
      `select cast(sum(cents) as bigint) as cents from stg_sale union all
       select cast(sum(cents) as bigint) from sale_daily union all
       select cast(sum(cents) as bigint) from sale_total`,
    );
    return { build: published.build, sums: reader.getColumnsJson()[0] ?? [] };
  } finally {
    connection.closeSync();
    published.close();
  }
}

describe('a build that is killed', () => {
  it('never shows a reader a mixed or failed build, and the next one works', async () => {
    await landSome(1);
    await house.build();
    const seen: Awaited<ReturnType<typeof readSums>>[] = [];
    const polling = new AbortController();
    const reader = (async () => {
      while (!polling.signal.aborted) {
        seen.push(await readSums());
        await sleep(15);
      }
    })();
    const rounds = Number(process.env['KILLS'] ?? 3);
    let killed = 0;
    for (let round = 2; round < 2 + rounds; round += 1) {
      await landSome(round);
      const child = startBuild();
      const ended = once(child, 'exit');
      if (child.stdout === null) throw new Error('the child has no output');
      await once(child.stdout, 'data');
      await sleep(Math.random() * 200);
      child.kill('SIGKILL');
      const [, signal] = await ended;
      if (signal === 'SIGKILL') killed += 1;
    }
    const { manifest } = await house.build();
    polling.abort();
    await reader;
    expect(killed).toBeGreaterThan(rounds / 2);
    for (const { sums } of seen) expect(new Set(sums).size).toBe(1);
    const order = seen.map(({ build }) => build);
    expect(order).toEqual(order.toSorted());
    expect(await readSums()).toEqual({ build: manifest.build, sums: Array.from({ length: 3 }, () => String(40 * (1 + rounds))) });
  }, 600_000);
});
