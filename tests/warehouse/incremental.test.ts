import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addKeyedModel, addMatchedModels, addModels, type House, makeHouse, type Sale } from './house.ts';

/** Histories that are tried; more with `PROPERTY_RUNS=200`. */
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 5);

const MODELS = {
  stg_sale: 'event_id',
  stg_shop: 'event_id',
  sale_daily: 'business_date, store_id',
  sale_list: 'event_id',
  sale_total: 'store_id',
  sale_rivals: 'event_id',
  sale_in_city: 'event_id',
  store_first: 'store_id',
};

async function everyCell(house: House): Promise<Record<string, unknown>> {
  const cells: Record<string, unknown> = {};
  for (const [model, key] of Object.entries(MODELS)) cells[model] = await house.query(`select * from ${model} order by ${key}`);
  return cells;
}

const anySale: fc.Arbitrary<Sale> = fc.record({
  event: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  version: fc.integer({ min: 1, max: 4 }),
  day: fc.integer({ min: 1, max: 9 }).map((day) => `2026-11-0${day}`),
  store: fc.constantFrom('S1', 'S2'),
  cents: fc.integer({ min: -1, max: 3 }),
  hour: fc.integer({ min: 9, max: 11 }),
});

/** Two records of one version are one record that came twice. */
function distinctRecords(files: readonly (readonly Sale[])[]): Sale[][] {
  const known = new Map<string, Sale>();
  return files.map((file) =>
    file.map((sale) => {
      const id = `${sale.event} ${sale.version}`;
      const same = known.get(id) ?? sale;
      known.set(id, same);
      return { ...same, ...(sale.hour !== undefined && { hour: sale.hour }) };
    }),
  );
}

const anyHistory = fc.record({
  files: fc.array(fc.array(anySale, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }).map(distinctRecords),
  shops: fc.array(fc.record({ at: fc.nat(4), store: fc.constantFrom('S1', 'S2'), city: fc.constantFrom('x', 'y') }), {
    maxLength: 2,
  }),
  buildsAfter: fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
  largeDay: fc.constantFrom(1, 3, 1000),
});

const TWO_SHOPS = [
  { store: 'S1', city: 'Wuhan' },
  { store: 'S2', city: 'Xi’an' },
];

const sale = (event: string, day: number, store: string): Sale => ({
  event,
  version: 1,
  day: `2026-11-0${day}`,
  store,
  cents: 1,
});

describe('incremental builds', () => {
  it('refuse to choose between rows that differ and are equally late', async () => {
    const house = await makeHouse();
    try {
      await addModels(house);
      const yml = join(house.sqlDir, 'staging/stg_sale.yml');
      await writeFile(yml, (await readFile(yml, 'utf8')).replace(', received_at asc', ''));
      const once = { event: 'a', version: 1, day: '2026-11-01', store: 'S1', cents: 1, hour: 9 };
      await house.landSales('f1', [once]);
      await house.build();
      await house.landSales('f2', [once]);
      await house.build();
      await house.landSales('f3', [{ ...once, hour: 10 }]);
      await expect(house.build()).rejects.toThrow(
        /stg_sale: two rows of {"event_id":"a"} differ but are equally late by event_version, record_id/,
      );
    } finally {
      await house.remove();
    }
  });

  it('run the days again whose rows match changed rows of other days, and no others', async () => {
    const house = await makeHouse();
    try {
      await addModels(house);
      await addMatchedModels(house);
      await house.landShops('s1', TWO_SHOPS);
      await house.landSales('f1', [sale('a', 1, 'S1'), sale('b', 2, 'S2'), sale('c', 3, 'S1')]);
      await house.build();
      await house.landSales('f2', [sale('d', 5, 'S1')]);
      const { manifest } = await house.build();
      for (const model of ['sale_rivals', 'sale_in_city']) {
        expect(manifest.results[model]?.mode).toBe('incremental');
        expect(manifest.models[model]?.parts.map(({ key, since }) => `${key} ${since}`)).toEqual([
          '2026-11-01 b000002',
          '2026-11-02 b000001',
          '2026-11-03 b000002',
          '2026-11-05 b000002',
        ]);
      }
      await house.landShops('s2', [{ store: 'S2', city: 'Wuhan', version: 2 }]);
      const moved = (await house.build()).manifest;
      expect(moved.models['sale_rivals']?.parts.filter(({ since }) => since === 'b000003').map(({ key }) => key)).toEqual([
        '2026-11-02',
      ]);
      expect(moved.results['sale_in_city']?.mode).toBe('full'); // sale_daily reads stg_shop whole
    } finally {
      await house.remove();
    }
  }, 30_000);

  it('make the rows of changed values again, and leave days without one alone', async () => {
    const house = await makeHouse();
    try {
      await addModels(house);
      await addKeyedModel(house);
      await house.landShops('s1', TWO_SHOPS);
      await house.landSales('f1', [sale('a', 2, 'S1'), sale('b', 3, 'S2')]);
      await house.build();
      const partsAfter = async () => {
        const { manifest } = await house.build();
        expect(manifest.results['store_first']?.mode).toBe('incremental');
        return manifest.models['store_first']?.parts.map(({ key, since }) => `${key} ${since}`);
      };
      await house.landSales('f2', [sale('c', 5, 'S1')]);
      expect(await partsAfter()).toEqual(['2026-11-02 b000001', '2026-11-03 b000001']);
      await house.landSales('f3', [sale('d', 1, 'S2'), sale('e', 4, 'S3')]);
      expect(await partsAfter()).toEqual(['2026-11-01 b000003', '2026-11-02 b000001', '2026-11-04 b000003']);
      await house.landShops('s2', [{ store: 'S1', city: 'Wuhan', version: 2 }]);
      await house.landShops('s3', [{ store: 'S2', city: 'Wuhan', version: 2 }]);
      expect(await partsAfter()).toEqual(['2026-11-01 b000004', '2026-11-02 b000001', '2026-11-04 b000003']);
    } finally {
      await house.remove();
    }
  }, 30_000);

  it(
    'end in the same cells as one full build, whatever arrives in whatever order',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyHistory, async ({ files, shops, buildsAfter, largeDay }) => {
          const [stepwise, whole] = [await makeHouse(), await makeHouse()];
          try {
            for (const house of [stepwise, whole]) {
              await addModels(house);
              await addMatchedModels(house);
              await addKeyedModel(house);
            }
            for (const [index, sales] of files.entries()) {
              for (const house of [stepwise, whole]) {
                await house.landSales(`f${index}`, sales);
                for (const [version, shop] of shops.entries())
                  if (shop.at === index) await house.landShops(`s${version}`, [{ ...shop, version: version + 1 }]);
              }
              if (buildsAfter[index]) await stepwise.build({ largeDay });
            }
            await Promise.all([stepwise.build({ largeDay }), whole.build()]);
            expect(await everyCell(stepwise)).toEqual(await everyCell(whole));
          } finally {
            await Promise.all([stepwise.remove(), whole.remove()]);
          }
        }),
        { numRuns: RUNS, interruptAfterTimeLimit: RUNS * 40_000, markInterruptAsFailure: true },
      );
    },
    RUNS * 45_000,
  );
});
