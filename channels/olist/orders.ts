import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { delivery } from '../../contracts/events/delivery.ts';
import { order } from '../../contracts/events/order.ts';
import { recordType } from '../channel.ts';
import { businessDate } from '../kit/time.ts';
import { hashId, optionalTime, time, zone } from './csv.ts';

const ORDER_STATUS = {
  created: 'placed',
  approved: 'paid',
  invoiced: 'paid',
  processing: 'preparing',
  shipped: 'shipped',
  delivered: 'completed',
  canceled: 'cancelled',
  unavailable: 'cancelled',
} as const;

const shape = {
  order_id: hashId,
  customer_id: hashId,
  order_status: z.enum(['created', 'approved', 'invoiced', 'processing', 'shipped', 'delivered', 'canceled', 'unavailable']),
  order_purchase_timestamp: time,
  order_approved_at: optionalTime,
  order_delivered_carrier_date: optionalTime,
  order_delivered_customer_date: optionalTime,
  order_estimated_delivery_date: optionalTime,
};
const schema = z.object(shape);
type Row = z.output<typeof schema>;

/** An order and its way to the customer, in the state the dataset froze. */
export const orders = recordType({
  name: 'orders',
  schema,
  header: Object.keys(shape),
  toEvents: (row) => {
    const occurrence = {
      nativeId: row.order_id,
      version: 0,
      occurredAt: row.order_purchase_timestamp,
      businessDate: businessDate(row.order_purchase_timestamp, zone),
    };
    return [
      draft(order, occurrence, {
        order_id: row.order_id,
        account_key: row.customer_id,
        touchpoint: 'marketplace_order',
        mode: 'ship',
        status: ORDER_STATUS[row.order_status],
        sales_channel: 'web',
        placed_at: row.order_purchase_timestamp,
        approved_at: row.order_approved_at,
        completed_at: row.order_delivered_customer_date,
        currency: 'BRL',
      }),
      draft(delivery, occurrence, {
        delivery_id: row.order_id,
        order_id: row.order_id,
        touchpoint: 'marketplace_delivery',
        status: deliveryStatus(row),
        promised_at: row.order_estimated_delivery_date,
        picked_up_at: row.order_delivered_carrier_date,
        delivered_at: row.order_delivered_customer_date,
      }),
    ];
  },
});

function deliveryStatus(row: Row) {
  if (row.order_delivered_customer_date !== null) return 'delivered';
  if (row.order_status === 'canceled' || row.order_status === 'unavailable') return 'cancelled';
  return row.order_delivered_carrier_date === null ? 'waiting' : 'picked_up';
}
