import { describe, expect, test } from 'vitest';
import { readFixture, type Row, sendThrough } from '../door.ts';

const send = await sendThrough('pos');

function rowsOf(name: string): readonly Row[] {
  return send(readFixture('pos', name)).rows;
}

describe('an order', () => {
  test('at a table becomes an order, its lines, a payment and a visit', () => {
    const rows = rowsOf('dine-in');
    expect(rows.map((row) => row.table)).toEqual(['order', 'order_line', 'order_line', 'payment', 'visit']);
    expect(rows[0]?.cells).toMatchObject({
      event_id: 'pos/A20261105-000042',
      event_version: Date.parse('2026-11-05T11:08:00Z'),
      occurred_at: '2026-11-05T10:12:40Z',
      business_date: '2026-11-05',
      touchpoint: 'dine_in_order',
      item_count: 4,
      guest_count: 3,
      goods_amount: 65.5,
      discount_amount: 5,
      total_amount: 60.5,
    });
    expect(rows[2]?.cells).toMatchObject({ event_id: 'pos/A20261105-000042/2', line_number: 2, quantity: 3, unit_amount: 2.5 });
    expect(rows[3]?.cells).toMatchObject({ event_id: 'pos/P-42', touchpoint: 'dine_in_pay', method: 'wechat_pay', amount: 60.5 });
    expect(rows[4]?.cells).toMatchObject({ occurred_at: '2026-11-05T09:55:00Z', touchpoint: 'dine_in_meal', party_size: 3 });
  });

  test('that is delivered becomes a delivery, and a refund happens when the money goes back', () => {
    const rows = rowsOf('delivery-with-refund');
    expect(rows.map((row) => row.table)).toEqual(['order', 'order_line', 'payment', 'refund', 'delivery']);
    expect(rows[3]?.cells).toMatchObject({ event_id: 'pos/F-43', occurred_at: '2026-11-05T12:40:00.000Z', amount: 36.8 });
    expect(rows[4]?.cells).toMatchObject({
      promised_at: '2026-11-05T12:10:00.000Z',
      delivered_at: '2026-11-05T12:21:00.000Z',
      distance_km: 2.6,
      touchpoint: 'delivery_arrival',
    });
  });

  test('that was just placed is one order with one line', () => {
    expect(rowsOf('least').map((row) => row.table)).toEqual(['order', 'order_line']);
  });

  test('in the evening in UTC counts on the next day in Shanghai', () => {
    const least = readFixture('pos', 'least');
    const late = { ...Object(least), placed_at: '2026-11-05T16:00:00Z', updated_at: '2026-11-05T16:00:00Z' };
    expect(send(late).rows[0]?.cells.business_date).toBe('2026-11-06');
  });

  test('leaves no identifier in the clear', () => {
    const text = JSON.stringify([...rowsOf('dine-in'), ...rowsOf('delivery-with-refund')]);
    for (const personal of ['oX-invented-1', 'M0000042', '13800000043']) expect(text).not.toContain(personal);
    expect(rowsOf('dine-in')[0]?.cells.member_key).toMatch(/^[0-9a-f]{32}$/);
  });
});
