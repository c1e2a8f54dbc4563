import { expect, test } from 'vitest';
import { EXAMPLE_MAP } from '../../../channels/table/channel.ts';
import { convert } from '../../../channels/table/cell.ts';
import { parseMap } from '../../../channels/table/map.ts';

const messageOf = (text: string): string => {
  try {
    parseMap(text.trimStart(), 'map.yml');
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

test.each([
  ['contract: review', 'contract: reviw', /^map\.yml:2: contract: there is no contract "reviw"; did you mean "review"\?/],
  [
    '  text: comment',
    '  text: coment',
    /^map\.yml:9: columns\.text\.to: review has no field "coment"; did you mean "comment"\?$/,
  ],
  ['Asia/Shanghai', 'Asia/Shangai', /^map\.yml:3: zone: expected a time zone such as Asia\/Shanghai/],
  ['dd/MM/yyyy HH:mm', 'dd/yyyy', /^map\.yml:11: columns\.written\.format: expected a format of yyyy/],
  ['good: 5', 'good: 11', /^map\.yml:8: columns\.stars\.values\.good: score: .*<=10/],
  ['scale_max: 5', 'scale_max: five', /^map\.yml:13: constants\.scale_max: scale_max: .*expected number/],
  ['  phone: phone_key', '  phone: comment', /^map\.yml:10: columns\.phone\.to: comment is filled by the column "text" already$/],
  ['  language: zh-CN', '  score: 3', /^map\.yml:14: constants\.score: score is filled by the column "stars" already$/],
  ['id: review no', 'id: phone', /^map\.yml:4: id: "phone" is personal, and an id is kept in the clear/],
  ['ignore: [page]', 'ignored: [page]', /^map\.yml:1: : Unrecognized key: "ignored"$/],
  ['name: shop_reviews', 'name: Shop Reviews', /^map\.yml:1: name: expected a short name such as waimai/],
  [
    'to: occurred_at',
    'to: title',
    /^map\.yml:5: columns: expected a column to: occurred_at, or the constant occurred_at: another time that a column fills, or received when/,
  ],
  ['contract: review', 'contract: refund', /columns: expected a column or a constant for amount/],
  ['id: review no', 'id: [review no', /^map\.yml:\d+: /],
])('%s → %s is told with its line', (right, wrong, message) => {
  expect(messageOf(EXAMPLE_MAP)).toBe('');
  expect(EXAMPLE_MAP).toContain(right);
  expect(messageOf(EXAMPLE_MAP.replace(right, wrong))).toMatch(message);
});

const map = parseMap(EXAMPLE_MAP, 'map.yml');
const orders = parseMap(
  'name: o\ncontract: order\nzone: Europe/Paris\nid: row\ncolumns: { at: placed_at, on: occurred_at }\nconstants: { status: completed }',
  'o.yml',
);
const as = (to: string, rest: object = {}) => ({ to, ...rest });

test.each([
  [orders, ' ¥1,234.50 ', as('total_amount'), { value: 1234.5 }],
  [orders, '1.234,50 €', as('total_amount', { decimal: ',' }), { value: 1234.5 }],
  [orders, '1,23', as('total_amount'), { expected: expect.stringContaining('expected a number') }],
  [orders, '3.0', as('item_count'), { value: 3 }],
  [orders, '3.5', as('item_count'), { expected: 'expected a whole number' }],
  [orders, 12, as('item_count'), { value: 12 }],
  [orders, '1e3', as('item_count'), { expected: 'expected a whole number' }],
  [orders, '2026-07-01 12:00:00', as('placed_at'), { value: '2026-07-01T10:00:00.000Z' }],
  [orders, '2026-07-01T12:00:00+08:00', as('placed_at'), { value: '2026-07-01T04:00:00.000Z' }],
  [orders, '2026-07-01', as('placed_at'), { value: '2026-06-30T22:00:00.000Z' }],
  [orders, '1782900000', as('placed_at', { format: 'epoch_s' }), { value: '2026-07-01T10:00:00.000Z' }],
  [orders, '2026-02-30', as('placed_at'), { expected: expect.stringContaining('expected a time') }],
  [orders, '1/7/2026', as('placed_at', { format: 'd/M/yyyy' }), { value: '2026-06-30T22:00:00.000Z' }],
  [orders, '5.7.2026 9:05', as('placed_at', { format: 'd.M.yyyy H:mm' }), { value: '2026-07-05T07:05:00.000Z' }],
  [orders, '2026-03-29 02:30', as('placed_at'), { value: '2026-03-29T01:30:00.000Z' }], // which the clocks left out
  [orders, '2026-10-25 02:30:00', as('placed_at'), { value: '2026-10-25T00:30:00.000Z' }], // and which they had twice
  [orders, '2026-07-01 23:59:60', as('placed_at'), { expected: expect.stringContaining('expected a time') }],
  [orders, '2026-07-01 24:00', as('placed_at'), { expected: expect.stringContaining('expected a time') }],
  [orders, '2026-06-30T23:00:00Z', as('business_date'), { value: '2026-07-01' }],
  [orders, '7', as('version'), { value: 7 }],
  [map, '是', as('is_verified_purchase'), { value: true }],
  [map, 'maybe', as('is_verified_purchase'), { expected: expect.stringContaining('expected yes or no') }],
  [map, 'good', as('score', { values: { good: 5 } }), { value: 5 }],
  [map, 'toString', as('score', { values: { good: 5 } }), { expected: 'expected one of good' }],
  [map, '  ', as('score'), { value: null }],
  [map, { a: 1 }, as('comment'), { expected: 'expected one value, found a list or a record' }],
])('%# a cell becomes what its field is, or says what was expected', (of, cell, column, outcome) => {
  expect(convert(cell, column, of)).toEqual(outcome);
});
