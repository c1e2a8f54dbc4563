import { z } from 'zod';
import { amount } from '../../contracts/column.ts';
import { delivery } from '../../contracts/events/delivery.ts';
import { order } from '../../contracts/events/order.ts';
import { payment } from '../../contracts/events/payment.ts';
import { customerBlock } from '../kit/customer.ts';
import { isoInstant } from '../kit/time.ts';

const id = z.string().min(1).max(200);
const name = z.string().max(1000);
const money = amount('').schema.min(0);

/** An order as the till sends it: every time it changes, whole. Each field by itself; see `inconsistencies` for the rest. */
export const orderShape = z.object({
  type: z.literal('order'),
  order_id: id,
  org_unit_id: id,
  mode: z.enum(['dine_in', 'delivery', 'pickup']),
  sales_channel: id.nullish(),
  status: order.columns.status.schema,
  placed_at: isoInstant,
  paid_at: isoInstant.nullish(),
  completed_at: isoInstant.nullish(),
  updated_at: isoInstant,
  guests: z.int().min(0).nullish(),
  customer: customerBlock.nullish(),
  lines: z
    .array(
      z.object({ product_id: id, name: name.nullish(), category: name.nullish(), quantity: z.int().min(0), unit_price: money }),
    )
    .min(1)
    .max(500),
  discount: money.nullish(),
  delivery_fee: money.nullish(),
  total: money,
  currency: order.columns.currency.schema.unwrap().unwrap(),
  payments: z
    .array(z.object({ payment_id: id, method: payment.columns.method.schema, amount: money, paid_at: isoInstant }))
    .max(50)
    .nullish(),
  refunds: z
    .array(
      z.object({
        refund_id: id,
        payment_id: id.nullish(),
        reason: name.nullish(),
        amount: money.positive(),
        refunded_at: isoInstant,
      }),
    )
    .max(50)
    .nullish(),
  visit: z
    .object({
      arrived_at: isoInstant,
      seated_at: isoInstant.nullish(),
      served_at: isoInstant.nullish(),
      left_at: isoInstant.nullish(),
      party_size: z.int().min(1).nullish(),
    })
    .nullish(),
  delivery: z
    .object({
      carrier: id.nullish(),
      status: delivery.columns.status.schema,
      promised_at: isoInstant.nullish(),
      picked_up_at: isoInstant.nullish(),
      delivered_at: isoInstant.nullish(),
      distance_km: z.number().min(0).nullish(),
    })
    .nullish(),
});

export type PosOrder = z.output<typeof orderShape>;
