import { expect, test } from 'vitest';
import { readFixture, sendThrough } from './door.ts';

const kuaidi100 = await sendThrough('kuaidi100');
const aftership = await sendThrough('aftership');

test('Kuaidi100’s times are on Chinese clocks; the last step is the version, the first the day', () => {
  const [row] = kuaidi100(readFixture('kuaidi100', 'delivered')).rows;
  expect(row?.cells).toMatchObject({
    event_id: 'kuaidi100/shunfeng/SF0000000000001',
    event_version: Date.parse('2026-11-07T10:20:11Z'),
    business_date: '2026-11-05',
    order_id: 'A-42',
    status: 'delivered',
    picked_up_at: '2026-11-05T12:45:30.000Z',
    delivered_at: '2026-11-07T10:20:11.000Z',
  });
});

test.each([
  ['under-way-least', 'picked_up'],
  ['to-be-picked-up', 'waiting'],
  ['sent-back', 'failed'],
])('Kuaidi100’s %s is %s', (name, status) => {
  expect(kuaidi100(readFixture('kuaidi100', name)).rows[0]?.cells.status).toBe(status);
});

test('a parcel that nobody knows is no delivery', () => {
  expect(kuaidi100(readFixture('kuaidi100', 'nobody-knows-it')).rows).toEqual([]);
});

test('AfterShip’s times become instants where the carrier gave an offset', () => {
  const [row] = aftership(readFixture('aftership', 'delivered')).rows;
  expect(row?.cells).toMatchObject({
    order_id: '450789469001',
    status: 'delivered',
    promised_at: '2026-11-08T23:00:00.000Z',
    delivered_at: '2026-11-07T17:40:00.000Z',
  });
  const [vague] = aftership(readFixture('aftership', 'times-without-offset')).rows;
  expect(vague?.cells).toMatchObject({ status: 'delivered', picked_up_at: null, delivered_at: null });
  expect(aftership(readFixture('aftership', 'returned')).rows[0]?.cells.status).toBe('failed');
});
