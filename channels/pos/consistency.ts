import type { PosOrder } from './schema.ts';

/** Something that each field allows and the whole order does not. Never holds a value. */
export interface Finding {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type Moment = readonly [path: readonly string[], instant: string | null | undefined];

/** Amounts have two decimals; sums of them may be off by a float's breath. */
const CENT_FRACTION = 0.001;

/** What in an order contradicts itself. Instants must be ISO texts in UTC to the millisecond, so that text order is time order. */
export function inconsistencies(record: PosOrder): Finding[] {
  const found: Finding[] = [];
  const expect = (holds: boolean, path: Finding['path'], message: string) => {
    if (!holds) found.push({ path, message });
  };

  const { lines, visit, delivery } = record;
  let goods = 0;
  for (const line of lines) goods += line.quantity * line.unit_price;
  const discount = record.discount ?? 0;
  const fee = record.delivery_fee ?? 0;
  expect(
    Math.abs(goods - discount + fee - record.total) < CENT_FRACTION,
    ['total'],
    'expected total = goods − discount + delivery_fee',
  );
  expect(discount < goods + CENT_FRACTION, ['discount'], 'expected a discount not above the goods');

  if (record.mode !== 'delivery') {
    expect(delivery == null, ['delivery'], 'expected a delivery block only with mode delivery');
    expect(fee === 0, ['delivery_fee'], 'expected a delivery_fee only with mode delivery');
  }
  if (record.mode !== 'dine_in') expect(visit == null, ['visit'], 'expected a visit block only with mode dine_in');
  expect(
    record.status !== 'completed' || record.completed_at != null,
    ['completed_at'],
    'expected completed_at with status completed',
  );
  expect(
    delivery?.status !== 'delivered' || delivery.delivered_at != null,
    ['delivery', 'delivered_at'],
    'expected delivered_at with delivery status delivered',
  );

  inOrder(
    [
      [['placed_at'], record.placed_at],
      [['completed_at'], record.completed_at],
    ],
    found,
  );
  inOrder(
    [
      [['placed_at'], record.placed_at],
      [['updated_at'], record.updated_at],
    ],
    found,
  );
  if (visit != null) {
    inOrder(
      [
        [['visit', 'arrived_at'], visit.arrived_at],
        [['visit', 'seated_at'], visit.seated_at],
        [['visit', 'served_at'], visit.served_at],
        [['visit', 'left_at'], visit.left_at],
      ],
      found,
    );
  }
  if (delivery != null) {
    inOrder(
      [
        [['delivery', 'picked_up_at'], delivery.picked_up_at],
        [['delivery', 'delivered_at'], delivery.delivered_at],
      ],
      found,
    );
  }
  checkMoney(record, expect);
  return found;
}

function inOrder(moments: readonly Moment[], found: Finding[]): void {
  let earlier: Moment | undefined;
  for (const moment of moments) {
    if (moment[1] == null) continue;
    if (earlier?.[1] != null && moment[1] < earlier[1]) {
      found.push({ path: moment[0], message: `expected a time not before ${earlier[0].join('.')}` });
    }
    earlier = moment;
  }
}

function checkMoney(record: PosOrder, expect: (holds: boolean, path: Finding['path'], message: string) => void): void {
  const payments = record.payments ?? [];
  const refunds = record.refunds ?? [];
  if (payments.length > 1) {
    expect(
      new Set(payments.map((one) => one.payment_id)).size === payments.length,
      ['payments'],
      'expected each payment_id once',
    );
  }
  if (refunds.length === 0) return;
  expect(new Set(refunds.map((one) => one.refund_id)).size === refunds.length, ['refunds'], 'expected each refund_id once');
  refunds.forEach((refund, i) => {
    expect(
      refund.payment_id == null || payments.some((payment) => payment.payment_id === refund.payment_id),
      ['refunds', i, 'payment_id'],
      'expected the payment_id of a payment in the same order',
    );
  });
  const paid = payments.reduce((sum, one) => sum + one.amount, 0);
  const returned = refunds.reduce((sum, one) => sum + one.amount, 0);
  expect(returned < paid + CENT_FRACTION, ['refunds'], 'expected refunds not above the payments');
}
