import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { ENVELOPE } from '../../contracts/event.ts';
import { fastCheck, fastParse, UNDECIDED } from '../../contracts/fast-parse.ts';
import { disagreement } from './disagreement.ts';

const columns = [
  ...Object.entries(ENVELOPE).map(([name, column]) => [`envelope.${name}`, column] as const),
  ...CONTRACTS.flatMap(({ table, columns: own }) =>
    Object.entries(own).map(([name, column]) => [`${table}.${name}`, column] as const),
  ),
].map(([name, { schema, type, about }]) => ({ name, type, about, schema, check: fastCheck(schema), parse: fastParse(schema) }));

const ODD: readonly unknown[] = [
  undefined, null, true, 0, -0, 1, -1, 9.4, 0.005, 0.1 + 0.2, 39.95, 1e15, 1e16, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, 5n,
  '', ' ', '9', 'completed', 'CNY', 'cny', 'CNY\n', '2026-11-05', '2026-13-05', '2026-02-29', '2024-02-29', '2026-02-30', '2026-04-31',
  '2026-11-31', '2026-11-05T10:00:00Z', '2026-11-05T10:00:00.000Z', '2026-11-05T24:00:00Z', '2026-11-05T10:60:00Z',
  '2026-11-05T10:00:60Z', '2026-11-05T10:00:00+08:00', '2026-11-05 10:00:00', '2026-02-30T10:00:00Z', '2026-00-10T10:00:00Z',
  '2026-13-05T10:00:00Z', '2026-11-05T10:00:00.12Z', 'x'.repeat(201), 'x'.repeat(513), 'x'.repeat(1001), 'x'.repeat(20_001),
  '😀'.repeat(200), '😀'.repeat(201), '\u001e', '\0', [], [{}], [null], {}, { length: 1 }, new Date(0), Object.create(null), () => 1,
]; // biome-ignore format: a list to be read across

test('the fast check of a column takes nothing that its schema refuses, and makes the same of it', () => {
  for (const { name, schema, check, parse } of columns) {
    const wrong = ODD.filter((value) => check(value) && !schema.safeParse(value).success);
    expect(wrong, name).toEqual([]);
    expect(
      ODD.flatMap((value) => disagreement(schema, parse, value) ?? []),
      name,
    ).toEqual([]);
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
    fc.property(any, fc.constantFrom(...columns), (value, { schema, check }) => {
      if (check(value)) expect(schema.safeParse(value).success).toBe(true);
    }),
    { numRuns: 4_000 },
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
  for (const { name, about, type, check } of columns) {
    if (/One of|ISO 4217|1 to 3|0 to 10|version|Version/.test(about) || name.endsWith('_year')) continue;
    const value = /scale/.test(name) ? 5 : usual[type];
    expect(check(value), name).toBe(true);
  }
});

/** Every kind of schema that a channel may be written with, and some that the compiler has to leave to zod. */
const KINDS: Readonly<Record<string, z.ZodType>> = {
  text: z.string().min(2).max(4),
  trimmed: z.string().trim().toLowerCase().min(1),
  'checked, then trimmed, then checked': z.string().max(5).trim().min(2),
  pattern: z.string().regex(/^[a-z]+$/),
  'pattern that keeps its place': z.string().regex(/a/g),
  email: z.email(),
  url: z.url(),
  number: z.number().gt(0).lte(10),
  'number of a step': z.number().multipleOf(0.5),
  coerced: z.coerce.number(),
  whole: z.int().min(-1).max(9),
  word: z.enum(['a', 'b']),
  literals: z.literal(['a', 1, null]),
  'optional, defaulted': z.object({ a: z.string().default('x'), b: z.string().optional().default('y').optional() }),
  caught: z.object({ a: z.int().catch(0) }),
  strict: z.strictObject({ a: z.string() }),
  loose: z.looseObject({ a: z.string() }),
  nested: z.object({
    a: z
      .object({
        b: z
          .array(z.object({ c: z.int().nullish() }))
          .min(1)
          .max(2),
      })
      .nullish(),
    d: z.unknown(),
  }),
  'object checked as a whole': z.object({ a: z.int(), b: z.int().optional() }).refine(({ a, b }) => b === undefined || a < b),
  'object made into another': z.object({ a: z.string() }).transform(({ a }) => ({ length: a.length })),
  'transform that refuses': z.string().transform((text, context) => {
    if (text.startsWith('2')) return Number(text.slice(0, 4));
    context.addIssue({ code: 'custom', message: 'expected a year' });
    return z.NEVER;
  }),
  preprocessed: z.preprocess((value) => (value === '' ? null : value), z.int().nullable()),
  union: z.union([z.int(), z.string().max(2)]),
  'told apart by a field': z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('a'), a: z.int() }),
    z.object({ kind: z.literal('b'), b: z.string() }),
  ]),
  tuple: z.tuple([z.int(), z.string()]),
  record: z.record(z.string(), z.int()),
  lazy: z.lazy(() => z.object({ a: z.int() })),
  readonly: z.object({ a: z.int() }).readonly(),
  proto: z.object(JSON.parse('{}')).extend({ ['__proto__']: z.int().optional() }),
  instant: z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString()),
};

describe.each(Object.entries(KINDS))('a schema that is %s', (_name, schema) => {
  const parse = fastParse(schema);
  const fields = ['a', 'b', 'c', 'd', 'kind', 'x', '__proto__'];
  const leaf = fc.oneof(
    fc.constantFrom(...ODD),
    fc.constantFrom('a', 'b', 'ab', ' ab ', 'aB', 'https://a.b', 'a@b.cd'),
    fc.integer({ min: -2, max: 11 }),
  );
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...fields), tie('any')),
    ),
  })).any;

  test('makes the same of every value as zod, or asks it', () => {
    fc.assert(
      fc.property(value, (odd) => {
        expect(disagreement(schema, parse, odd)).toBeUndefined();
      }),
      { numRuns: 600, examples: ODD.map((odd) => [odd]) },
    );
  });
});

test('tells of fields that no schema names, however deep', () => {
  const parse = fastParse(z.object({ a: z.array(z.object({ b: z.int() })), c: z.string().nullish() }));
  const hasUnknown = (value: unknown) => {
    const notes = { hasUnknown: false };
    expect(parse(value, notes)).not.toBe(UNDECIDED);
    return notes.hasUnknown;
  };
  expect(hasUnknown({ a: [{ b: 1 }], c: null })).toBe(false);
  expect(hasUnknown({ a: [] })).toBe(false);
  expect(hasUnknown({ a: [], d: 1 })).toBe(true);
  expect(hasUnknown({ a: [{ b: 1 }, { b: 1, x: 1 }] })).toBe(true);
});

describe('of a record whose fields are right', () => {
  const instant = z.string().transform((text) => text.replace('+00:00', 'Z'));
  const schema = z.object({
    a: z.string(),
    b: z.int().nullish(),
    c: z.object({ d: z.int().optional(), e: instant }).nullish(),
    f: z.array(z.object({ g: z.string(), h: instant.nullish() })),
    i: z.object({ j: z.int(), k: z.int().optional() }).refine((value) => Object.keys(value).join() !== 'k,j'),
  });
  const parse = fastParse(schema);

  /** The same fields in any order, some of them left out, with others among them. */
  const disordered = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>, optional: readonly string[]) =>
    fc
      .record<Record<string, unknown>>(
        { ...fields, x: fc.constant(1) },
        { requiredKeys: Object.keys(fields).filter((key) => !optional.includes(key)) },
      )
      .chain((record) => fc.shuffledSubarray(Object.entries(record), { minLength: Object.keys(record).length }))
      .map((entries) => Object.fromEntries(entries));
  const time = fc.constantFrom('10:00Z', '10:00+00:00');
  const absent = fc.constantFrom(undefined, null);
  const record = disordered(
    {
      a: fc.string(),
      b: fc.option(fc.integer()),
      c: fc.oneof(absent, disordered({ d: fc.constantFrom(undefined, 1), e: time }, ['d'])),
      f: fc.array(disordered({ g: fc.string(), h: fc.oneof(absent, time) }, ['h']), { maxLength: 3 }),
      i: disordered({ j: fc.integer(), k: fc.constantFrom(undefined, 1) }, ['k']),
    },
    ['b', 'c'],
  );

  test('makes the same, with its fields in the same order', () => {
    fc.assert(
      fc.property(record, (value) => {
        expect(parse(value, { hasUnknown: false })).not.toBe(UNDECIDED);
        expect(disagreement(schema, parse, value)).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });

  test('leaves the value as it was', () => {
    fc.assert(
      fc.property(record, (value) => {
        const before = structuredClone(value);
        parse(value, { hasUnknown: false });
        expect(value).toStrictEqual(before);
      }),
    );
  });

  test('copies only what it has to change', () => {
    const right = { a: 'a', c: { e: '10:00Z' }, f: [{ g: 'g' }, { g: 'g', h: null }], i: { j: 1 } };
    const made = (value: typeof right) => schema.parse(value) && (parse(value, { hasUnknown: false }) as typeof right);
    expect(made(right)).toBe(right);
    const changed = { ...right, c: { e: '10:00+00:00' } };
    expect(made(changed)).toEqual({ ...right });
    expect(made(changed).f).toBe(right.f);
  });
});
