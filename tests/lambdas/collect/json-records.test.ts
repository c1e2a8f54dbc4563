import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonRecords } from '../../../lambdas/collect/json-records.ts';

const read = (text: string) => jsonRecords(Buffer.from(text));

test('every record of an array has its own text, however it is spaced', () => {
  const spacing = fc.constantFrom(undefined, 1, '\t');
  fc.assert(
    fc.property(fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 8 }), spacing, (values, space) => {
      const records = read(JSON.stringify(values, null, space));
      expect(records.map(({ value }) => value)).toEqual(JSON.parse(JSON.stringify(values)));
      expect(records.map(({ text }) => JSON.parse(text))).toEqual(records.map(({ value }) => value));
    }),
  );
});

test('a text is what was sent, to the digit', () => {
  const texts = ['{"id": 12345678901234567890, "a\\"],": 1.0}', '[1,[2]]', '"x,\\\\"', '{"id":1,"id":2}'];
  expect(read(` [ ${texts.join(' ,\n')} ]\n`).map(({ text }) => text)).toEqual(texts);
  expect(read(` ${texts[0]}\n`).map(({ text }) => text)).toEqual([texts[0]]);
  expect(read('[]')).toEqual([]);
});
