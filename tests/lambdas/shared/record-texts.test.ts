import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordTexts } from '../../../lambdas/shared/record-texts.ts';

const NAMES = ['question', 'score', 'choice'];

const value = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(null, 1) }, // so that records come again
  fc.constantFrom(
    undefined,
    null,
    true,
    false,
    0,
    -0,
    1,
    1e21,
    1e-7,
    0.1 + 0.2,
    '',
    '0',
    '"',
    '\\',
    '\n',
    '\u0000',
    '\u007f',
    '\u2028',
  ),
  fc.constantFrom('\ud800', '\udc00', '😀', 'null', '味道一般', {}, [], { question: 1 }, ['a'], new Date(0)),
  fc.string({ unit: 'binary', maxLength: 3 }),
  fc.double(),
);
const usual = fc.record({ question: value, score: value, choice: value }, { noNullPrototype: true });
const other = fc.oneof(
  fc.record({ score: value, question: value, choice: value }, { noNullPrototype: true }),
  fc.record({ question: value, score: value, choice: value, more: value }, { requiredKeys: [] }),
  fc.dictionary(fc.constantFrom(...NAMES, 'toJSON', '__proto__', '1'), value),
);

test('a record’s text is that of JSON.stringify, whichever were written before', () => {
  const textOf = recordTexts(NAMES);
  fc.assert(
    fc.property(fc.array(fc.oneof(usual, other)), (records) => {
      for (const record of [...records, ...records]) expect(textOf(record)).toBe(JSON.stringify(record));
    }),
    { numRuns: 1_000 },
  );
});

test('and more records than are kept', () => {
  const textOf = recordTexts(['a', 'b']);
  for (let i = 0; i < 30_000; i++) expect(textOf({ a: i % 200, b: i })).toBe(JSON.stringify({ a: i % 200, b: i }));
  expect(textOf({ a: 0, b: 0 })).toBe('{"a":0,"b":0}');
});

test('a record of no fields', () => {
  const textOf = recordTexts([]);
  expect([textOf({}), textOf({}), textOf({ a: 1 })]).toEqual(['{}', '{}', '{"a":1}']);
});
