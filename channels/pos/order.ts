import { type Draft, draft, type Occurrence } from '../../contracts/event.ts';
import { delivery } from '../../contracts/events/delivery.ts';
import { order as orderEvent } from '../../contracts/events/order.ts';
import { orderLine } from '../../contracts/events/order-line.ts';
import { payment } from '../../contracts/events/payment.ts';
import { refund } from '../../contracts/events/refund.ts';
import { visit } from '../../contracts/events/visit.ts';
import { recordType } from '../channel.ts';
import { customerKeys } from '../kit/customer.ts';
import { businessDate } from '../kit/time.ts';
import { inconsistencies } from './consistency.ts';
import { orderShape, type PosOrder } from './schema.ts';
import { zone } from './zone.ts';

/** Touchpoint of each event, in the words of the two journeys. A pickup belongs to neither. */
const TOUCHPOINTS = {
  dine_in: { order: 'dine_in_order', pay: 'dine_in_pay' },
  delivery: { order: 'delivery_order', pay: 'delivery_order' },
  pickup: { order: null, pay: null },
} as const satisfies Record<PosOrder['mode'], { order: string | null; pay: string | null }>;

/** A whole order that does not contradict itself. */
export const orderSchema = orderShape.superRefine((record, context) => {
  for (const { path, message } of inconsistencies(record)) context.addIssue({ code: 'custom', path: [...path], message });
});

/** An order with its lines, payments, refunds, visit and delivery. A later `updated_at` replaces the state of the same `order_id`. */
export const order = recordType({ name: 'order', schema: orderSchema, toEvents });

function toEvents(record: PosOrder): Draft[] {
  const { order_id, org_unit_id, currency } = record;
  const touchpoint = TOUCHPOINTS[record.mode];
  const keys = customerKeys(record.customer);
  const version = Date.parse(record.updated_at);
  const at = (nativeId: string, occurredAt: string): Occurrence => ({
    nativeId,
    version,
    occurredAt,
    businessDate: businessDate(occurredAt, zone),
  });
  const placed = at(order_id, record.placed_at);

  const drafts: Draft[] = [
    draft(orderEvent, placed, {
      order_id,
      ...keys,
      org_unit_id,
      touchpoint: touchpoint.order,
      mode: record.mode,
      status: record.status,
      sales_channel: record.sales_channel,
      placed_at: record.placed_at,
      approved_at: record.paid_at,
      completed_at: record.completed_at,
      item_count: record.lines.reduce((sum, line) => sum + line.quantity, 0),
      guest_count: record.guests,
      goods_amount: toCents(record.lines.reduce((sum, line) => sum + line.quantity * line.unit_price, 0)),
      discount_amount: record.discount,
      delivery_amount: record.delivery_fee,
      total_amount: record.total,
      currency,
    }),
  ];
  record.lines.forEach((line, i) => {
    drafts.push(
      draft(
        orderLine,
        { ...placed, nativeId: `${order_id}/${i + 1}` },
        {
          order_id,
          line_number: i + 1,
          product_id: line.product_id,
          product_name: line.name,
          product_category: line.category,
          org_unit_id,
          touchpoint: touchpoint.order,
          quantity: line.quantity,
          unit_amount: line.unit_price,
          currency,
        },
      ),
    );
  });
  for (const one of record.payments ?? []) {
    const { payment_id, method, amount } = one;
    const values = { payment_id, order_id, ...keys, org_unit_id, touchpoint: touchpoint.pay, method, amount, currency };
    drafts.push(draft(payment, at(payment_id, one.paid_at), values));
  }
  for (const one of record.refunds ?? []) {
    const { refund_id, payment_id, reason, amount } = one;
    drafts.push(
      draft(refund, at(refund_id, one.refunded_at), {
        refund_id,
        order_id,
        payment_id,
        ...keys,
        org_unit_id,
        reason,
        amount,
        currency,
      }),
    );
  }
  if (record.visit != null) {
    const { arrived_at, seated_at, served_at, left_at, party_size } = record.visit;
    const times = { arrived_at, seated_at, served_at, left_at };
    const values = { visit_id: order_id, order_id, ...keys, org_unit_id, touchpoint: 'dine_in_meal', ...times, party_size };
    drafts.push(draft(visit, at(order_id, arrived_at), values));
  }
  if (record.delivery != null) {
    const way = { ...record.delivery, delivery_id: order_id, order_id, org_unit_id, touchpoint: 'delivery_arrival' };
    drafts.push(draft(delivery, placed, way));
  }
  return drafts;
}

function toCents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
