import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uploadLake } from '../rig/upload-lake.ts';
import { addKeyedModel, addModels, type House, makeHouse, type Sale, sale, shop } from '../warehouse/house.ts';
import { makeTwin, summaryOf, type Twin } from './twin.ts';

let house: House;
let twin: Twin;

beforeAll(async () => {
  house = await makeHouse();
  await addModels(house);
  await addKeyedModel(house);
  await house.model(
    'marts/sale_mean',
    'select store_id, round(avg(cast(cents as double)), 2) as mean_cents from stg_sale group by store_id',
    'about: Mean sale\ngrain: one row per store\nkey: [store_id]\ncolumns:\n  store_id: { about: Store }\n  mean_cents: { about: Mean, unit: cents }\n',
  );
  twin = await makeTwin([sale, shop]);
});

afterAll(async () => {
  await twin.remove();
  await house.remove();
});

async function land(file: string, sales: readonly Sale[]): Promise<void> {
  await house.landSales(file, sales);
  await uploadLake(house.dataDir, twin.installation);
}

const sold = (event: string, version: number, day: number, cents: number): Sale => ({
  event,
  version,
  day: `2026-11-${String(day).padStart(2, '0')}`,
  store: event < 'm' ? 's1' : 's2',
  cents,
});

async function differences(): Promise<string> {
  return summaryOf(await twin.compare(house.sqlDir));
}

/** Each step is what came in before one build of both engines. */
const HISTORY: readonly (readonly [string, readonly Sale[]])[] = [
  ['sales of some days', [sold('a', 1, 1, 100), sold('b', 1, 2, 50), sold('z', 1, 2, 51), sold('c', 1, 31 - 3, 7)]],
  ['one more day', [sold('d', 1, 29, 10), sold('y', 1, 29, 0)]],
  ['a late sale, and a correction that moves one to another day', [sold('e', 1, 1, 1), sold('b', 2, 3, 49)]],
  ['an older version than is known', [sold('b', 1, 2, 50)]],
  ['corrections that empty two days', [sold('c', 2, 1, 8), sold('d', 2, 1, 9), sold('y', 2, 1, 9)]],
];

describe('both engines', () => {
  it.each(HISTORY)('have the same cells after %s', async (step, sales) => {
    await land(step.replaceAll(' ', '-'), sales);
    if (step === HISTORY[0]?.[0])
      await house.landShops('shops', [
        { store: 's1', city: '杭州' },
        { store: 's2', city: 'x' },
      ]);
    await uploadLake(house.dataDir, twin.installation);
    await twin.build({ sqlDir: house.sqlDir });
    expect(await differences()).toMatch(/^7 models, \d+ cells, 0 differences$/);
  });

  it('have the same cells when many small builds have been put together', async () => {
    for (let day = 4; day <= 11; day += 1) {
      await land(`day-${day}`, [sold(`a${day}`, 1, day, day)]);
      await twin.build({ sqlDir: house.sqlDir, select: ['stg_sale'] });
    }
    const { athena } = await twin.build({ sqlDir: house.sqlDir });
    const tables = new Set(athena.manifest.models['stg_sale']?.parts.flatMap(({ files }) => files));
    expect(tables.size).toBeLessThan(9);
    expect(await differences()).toMatch(/0 differences$/);
  }, 300_000);

  it('are told apart by one cell when a model rounds otherwise on one of them', async () => {
    const other = await mkdtemp(join(tmpdir(), 'echolake-other-sql-'));
    try {
      await cp(house.sqlDir, other, { recursive: true });
      const file = join(other, 'marts/sale_mean.sql');
      await writeFile(file, (await readFile(file, 'utf8')).replace(', 2)', ', 0)'));
      await land('odd', [sold('k', 1, 29, 5)]);
      await twin.build({ sqlDir: house.sqlDir, athenaSqlDir: other });
      expect(await differences()).toMatch(/1 differences\nsale_mean s1 mean_cents: \d+\.\d+ in DuckDB, \d+\.0 in Athena$/);
    } finally {
      await rm(other, { recursive: true });
    }
  });
});
