import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFixture } from '../channels/door.ts';
import { type Built, builtFrom } from './house.ts';

const delivered = readFixture('pos', 'delivery-with-refund');
const promise = '2026-11-05T12:10:00.000Z';

function order(id: string, minutes: number, change: object = {}) {
  const deliveredAt = new Date(Date.parse(promise) + minutes * 60_000).toISOString();
  const later = new Date(Date.parse(promise) + 7_200_000).toISOString();
  return {
    ...delivered,
    order_id: id,
    payments: [],
    refunds: [],
    completed_at: deliveredAt,
    updated_at: later,
    delivery: { status: 'delivered', promised_at: promise, delivered_at: deliveredAt },
    ...change,
  };
}

let built: Built;
beforeAll(async () => {
  built = await builtFrom({
    pos: [
      order('on-the-dot', 0),
      order('a-second-late', 1 / 60),
      order('early', -10),
      order('on-its-way', 0, { status: 'paid', completed_at: null, delivery: { status: 'waiting', promised_at: promise } }),
    ],
    survey: [
      {
        type: 'response',
        response_id: 'R1',
        survey_id: 's',
        status: 'completed',
        order_id: 'a-second-late',
        completed_at: '2026-11-05T13:00:00Z',
        answers: [{ question_id: 'c', metric: 'csat', score: 2, scale_max: 5 }],
      },
    ],
  });
}, 60_000);
afterAll(() => built.close());

test('late is after the promise, not at it; on its way is neither', async () => {
  const rows = await built.rows('select order_id, is_late, late_minutes from int_order order by order_id');
  expect(rows).toEqual([
    { order_id: 'a-second-late', is_late: true, late_minutes: 1 / 60 },
    { order_id: 'early', is_late: false, late_minutes: -10 },
    { order_id: 'on-its-way', is_late: null, late_minutes: null },
    { order_id: 'on-the-dot', is_late: false, late_minutes: 0 },
  ]);
});

test('a day counts what was promised and what came late', async () => {
  const [row] = await built.rows('select * from order_daily');
  expect(row).toMatchObject({ order_count: 4n, delivered_count: 3n, promised_count: 3n, late_count: 1n, cancelled_count: 0n });
});

test('feedback that names no store is the store’s of its order', async () => {
  const [row] = await built.rows('select org_unit_id, order_mode, is_late, is_csat_top from feedback');
  expect(row).toEqual({ org_unit_id: delivered['org_unit_id'], order_mode: 'delivery', is_late: true, is_csat_top: false });
});
