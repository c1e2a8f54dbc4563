import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { driftBetween, referenceDays } from '../../warehouse/drift.ts';
import { addModels, type House, makeHouse } from './house.ts';

vi.setConfig({ testTimeout: 90_000 });

const rule = { column: 'x', edges: null, maxPsi: 0.25 };
const found = (counts: Record<string, number>) => ({
  count: Object.keys(counts).length,
  rows: Object.entries(counts).map(([name, row_count]) => ({ class: name, row_count: String(row_count) })),
});

describe('drift', () => {
  it('is the stability index less what chance gives', () => {
    // (0.8 − 0.5) ln(0.8 / 0.5) + (0.2 − 0.5) ln(0.2 / 0.5) = 0.41589, less 1 · (1/1000 + 1/1000)
    const at = (maxPsi: number) => driftBetween(found({ a: 800, b: 200 }), found({ a: 500, b: 500 }), { ...rule, maxPsi });
    expect(at(0.4139).count).toBe(0);
    expect(at(0.4138)).toEqual({
      count: 2,
      rows: [
        { value: 'b', share_before: 0.5, share_now: 0.2, psi: 0.4139, max_psi: 0.4138 },
        { value: 'a', share_before: 0.5, share_now: 0.8, psi: 0.4139, max_psi: 0.4138 },
      ],
    });
  });

  it('says nothing of fewer than a hundred rows', () => {
    expect(driftBetween(found({ a: 99 }), found({ b: 1000 }), rule).count).toBe(0);
    expect(driftBetween(found({ a: 100 }), found({ b: 1000 }), rule).count).toBe(2);
  });

  it('wants classes for what has too many values', () => {
    expect(() => driftBetween({ count: 51, rows: [] }, found({}), rule)).toThrow(
      /x drift: expected at most 50 values; give the bounds/,
    );
  });

  it('looks back 28 days from the newest changed one', () => {
    const days = Array.from({ length: 30 }, (_, index) => `2026-11-${String(index + 1).padStart(2, '0')}`);
    const parts = days.map((key) => ({ key, files: [], rows: 1, since: '' }));
    const reference = (...changed: string[]) => [...(referenceDays(parts, new Set(changed)) ?? [])];
    expect(reference('2026-11-30')).toEqual(days.slice(1, 29));
    expect(reference('2026-11-02', '2026-11-04')).toEqual(['2026-11-01', '2026-11-03']);
    expect(referenceDays(parts, null)).toBeNull();
  });
});

describe('a drift audit', () => {
  let house: House;
  beforeEach(async () => {
    house = await makeHouse();
    await addModels(house);
  });
  afterEach(() => house.remove());

  const sales = (day: string, count: number, cents: (index: number) => number) =>
    Array.from({ length: count }, (_, index) => ({
      event: `${day}-${index}`,
      version: 1,
      day,
      store: 'S1',
      cents: cents(index),
    }));

  it.each([
    ['{ drift: {} }', [1, 2]],
    ['{ drift: { edges: [2] } }', ['below 2', 'from 2 on']],
  ])('%s warns when a day looks otherwise than the days before, and stops where it is told to', async (audit, values) => {
    const yml = (spec: string) => `about: x
grain: one
key: [event_id]
columns: { event_id: { about: x }, business_date: { about: x }, store_id: { about: x }, cents: { about: x, audits: [${spec}] } }
materialized: incremental
incremental: { partition: business_date, inputs: { stg_sale: { date: business_date } } }
`;
    const sql = 'select event_id, business_date, store_id, cents from stg_sale';
    await house.model('marts/sale_list', sql, yml(audit));
    await house.landSales(
      'f1',
      sales('2026-11-01', 120, (index) => 1 + (index % 2)),
    );
    expect((await house.build()).warnings).toEqual([]);
    await house.landSales(
      'f2',
      sales('2026-11-02', 120, (index) => 1 + (index % 2)),
    );
    expect((await house.build()).warnings).toEqual([]);
    await house.landSales(
      'f3',
      sales('2026-11-03', 120, (index) => (index % 10 === 0 ? 2 : 1)),
    );
    const { published, warnings } = await house.build();
    expect(published).toBe(true);
    expect(warnings).toMatchObject([{ model: 'sale_list', audit: 'cents drift', severity: 'warn', failing: 2 }]);
    expect(warnings[0]?.rows.map(({ value }) => String(value)).toSorted()).toEqual(values.map(String));
    await house.landSales(
      'f4',
      sales('2026-11-04', 120, () => 2),
    );
    await house.model('marts/sale_list', sql, yml(audit.replace(/ }$/, ', severity: stop }')));
    await house.build({ full: true }).catch(() => undefined);
    await house.landSales(
      'f5',
      sales('2026-11-05', 120, () => 2),
    );
    await expect(house.build()).rejects.toThrow(/sale_list: audit "cents drift" failed on 2 rows; nothing was published/);
  });
});
