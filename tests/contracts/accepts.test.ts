import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { ENVELOPE } from '../../contracts/event.ts';

const columns = [
  ...Object.entries(ENVELOPE).map(([name, column]) => [`envelope.${name}`, column] as const),
  ...CONTRACTS.flatMap(({ table, columns: own }) =>
    Object.entries(own).map(([name, column]) => [`${table}.${name}`, column] as const),
  ),
];

const ODD: readonly unknown[] = [
  undefined, null, true, 0, -0, 1, -1, 9.4, 0.005, 0.1 + 0.2, 39.95, 1e15, 1e16, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, 5n,
  '', ' ', '9', 'completed', 'CNY', 'cny', 'CNY\n', '2026-11-05', '2026-13-05', '2026-02-29', '2024-02-29', '2026-02-30', '2026-04-31',
  '2026-11-31', '2026-11-05T10:00:00Z', '2026-11-05T10:00:00.000Z', '2026-11-05T24:00:00Z', '2026-11-05T10:60:00Z',
  '2026-11-05T10:00:60Z', '2026-11-05T10:00:00+08:00', '2026-11-05 10:00:00', '2026-02-30T10:00:00Z', '2026-00-10T10:00:00Z',
  '2026-11-05T10:00:00.12Z', 'x'.repeat(201), 'x'.repeat(513), 'x'.repeat(1001), 'x'.repeat(20_001), '\u001e', [], [{}], {}, () => 1,
]; // biome-ignore format: a list to be read across

test('the fast check of a column takes nothing that its schema refuses', () => {
  for (const [name, { accepts, schema }] of columns) {
    const wrong = ODD.filter((value) => accepts(value) && !schema.safeParse(value).success);
    expect(wrong, name).toEqual([]);
  }
});

test('nor does it for anything else, near what the column expects', () => {
  const digits = fc.stringMatching(/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,6})?Z?)?$/);
  const any = fc.oneof(
    fc.anything(),
    fc.double(),
    fc.integer(),
    digits,
    fc.double().map((x) => Math.round(x * 1000) / 1000),
  );
  fc.assert(
    fc.property(any, fc.constantFrom(...columns), (value, [, { accepts, schema }]) => {
      if (accepts(value)) expect(schema.safeParse(value).success).toBe(true);
    }),
    { numRuns: 20_000 },
  );
});

test('the fast check takes the usual values of each kind, so that the schema is seldom asked', () => {
  const usual: Record<string, unknown> = {
    varchar: 'S017',
    bigint: 9,
    double: 0.5,
    boolean: true,
    timestamp: '2026-11-05T10:00:00.000Z',
    date: '2026-11-05',
    'decimal(18,2)': 39.95,
    'array(varchar)': [],
  };
  for (const [name, { accepts, about, type }] of columns) {
    if (/One of|ISO 4217|1 to 3|0 to 10|version|Version/.test(about) || name.endsWith('_year')) continue;
    const value = /scale/.test(name) ? 5 : usual[type];
    expect(accepts(value), name).toBe(true);
  }
});
