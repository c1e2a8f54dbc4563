import { expect, test } from 'vitest';
import { readFixture, sendThrough } from './door.ts';

const send = await sendThrough('stripe');
const rowsOf = (name: string) => send(readFixture('stripe', name)).rows;

test('an intent and its charge are one payment, of which the charge is the later word', () => {
  const [intent] = rowsOf('payment-intent');
  const [charge] = rowsOf('charge');
  expect(charge?.cells).toMatchObject({
    event_id: intent?.cells.event_id,
    payment_id: 'pi_invented_1',
    order_id: 'A-42',
    org_unit_id: 'S017',
    touchpoint: 'delivery_order',
    method: 'debit_card',
    amount: 10.99,
    currency: 'USD',
  });
  expect(intent?.cells).toMatchObject({ method: 'card', touchpoint: 'online_pay', amount: 10.99 });
  expect(Number(charge?.cells.event_version)).toBeGreaterThan(Number(intent?.cells.event_version));
});

test('minor units follow the currency', () => {
  expect(rowsOf('payment-intent-in-yen-of-many-methods')[0]?.cells).toMatchObject({
    amount: 1500,
    currency: 'JPY',
    method: 'other',
  });
  expect(rowsOf('charge-by-alipay-in-dinars')[0]?.cells).toMatchObject({ amount: 12.34, currency: 'KWD', method: 'alipay' });
});

test('a refund that failed is a later version of the same one, and gives back nothing', () => {
  const [made] = rowsOf('refund-created');
  const [failed] = rowsOf('refund-that-failed');
  expect(made?.cells).toMatchObject({ event_id: 'stripe/re_invented_1', amount: 5, payment_id: 'pi_invented_1' });
  expect(failed?.cells).toMatchObject({ event_id: 'stripe/re_invented_1', amount: 0 });
  expect(Number(failed?.cells.event_version)).toBeGreaterThan(Number(made?.cells.event_version));
});

test('what is only authorised, or told without its refunds, makes no event', () => {
  for (const name of ['charge-only-authorised', 'charge-refunded']) expect(rowsOf(name)).toEqual([]);
  expect(rowsOf('charge-refunded-with-its-refunds')[0]?.cells).toMatchObject({
    event_id: 'stripe/re_invented_1',
    order_id: 'A-42',
  });
});
