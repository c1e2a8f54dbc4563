import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { orderLine } from '../../contracts/events/order-line.ts';
import { recordType } from '../channel.ts';
import { businessDate } from '../kit/time.ts';
import { hashId, reais, time, whole, zone } from './csv.ts';

const shape = {
  order_id: hashId,
  order_item_id: whole,
  product_id: hashId,
  seller_id: hashId,
  shipping_limit_date: time,
  price: reais,
  freight_value: reais,
};

/** One piece of an order: the dataset writes a line for each. */
export const orderItems = recordType({
  name: 'order_items',
  schema: z.object(shape),
  header: Object.keys(shape),
  toEvents: (row) => [
    draft(
      orderLine,
      {
        nativeId: `${row.order_id}/${row.order_item_id}`,
        version: 0,
        occurredAt: row.shipping_limit_date,
        businessDate: businessDate(row.shipping_limit_date, zone),
      },
      {
        order_id: row.order_id,
        line_number: row.order_item_id,
        product_id: row.product_id,
        seller_id: row.seller_id,
        org_unit_id: row.seller_id,
        quantity: 1,
        unit_amount: row.price,
        freight_amount: row.freight_value,
        currency: 'BRL',
      },
    ),
  ],
});
