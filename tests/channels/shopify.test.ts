import { expect, test } from 'vitest';
import { readFixture, sendThrough } from './door.ts';

const send = await sendThrough('shopify');
const rowsOf = (name: string) => send(readFixture('shopify', name)).rows;

test('an order becomes an order, its lines and its refund, on the day of the shop’s clocks', () => {
  const rows = rowsOf('order-partly-refunded');
  expect(rows.map(({ table }) => table)).toEqual(['order', 'order_line', 'order_line', 'refund']);
  expect(rows[0]?.cells).toMatchObject({
    event_id: 'shopify/450789469001',
    event_version: Date.parse('2026-11-08T14:15:01Z'),
    occurred_at: '2026-11-06T04:40:00.000Z',
    business_date: '2026-11-05',
    mode: 'ship',
    status: 'shipped',
    item_count: 3,
    goods_amount: 57,
    discount_amount: 5,
    delivery_amount: 7.95,
    total_amount: 66.71,
    extra: null,
  });
  expect(rows[3]?.cells).toMatchObject({ event_id: 'shopify/929361462001', amount: 18.5, payment_id: '179259968001' });
});

test('a refund that comes alone is the one within its order, which knows the customer and wins', () => {
  const [alone] = rowsOf('refund');
  const within = rowsOf('order-partly-refunded')[3];
  expect(alone?.cells.event_id).toBe(within?.cells.event_id);
  expect(Number(within?.cells.event_version)).toBeGreaterThan(Number(alone?.cells.event_version));
  expect(within?.cells.email_key).toMatch(/^[0-9a-f]{32}$/);
});

test('no money back is no refund, and a test order is no order', () => {
  for (const name of ['refund-on-its-way', 'refund-of-shelf-only', 'order-test']) expect(rowsOf(name)).toEqual([]);
});
