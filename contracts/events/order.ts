import { amount, currency, customer, id, instant, integer, oneOf, optional, place } from '../column.ts';
import { defineEvent } from '../event.ts';

export const order = defineEvent({
  table: 'order',
  version: 1,
  about: 'What a customer ordered, in its latest state.',
  grain: 'one order',
  columns: {
    order_id: id('Order.'),
    ...customer,
    ...place,
    mode: optional(oneOf(['dine_in', 'delivery', 'pickup', 'ship'], 'How the goods reach the customer.')),
    status: oneOf(['placed', 'paid', 'preparing', 'shipped', 'completed', 'cancelled'], 'Furthest state known.'),
    sales_channel: optional(id('Where it was placed: store, mini_program, platform, phone, web.')),
    placed_at: instant('When the customer ordered.'),
    approved_at: optional(instant('When payment was confirmed.')),
    completed_at: optional(instant('When it was handed over or delivered.')),
    item_count: optional(integer('Pieces ordered.', { min: 0, unit: 'pieces' })),
    guest_count: optional(integer('People at the table.', { min: 0, unit: 'people' })),
    goods_amount: optional(amount('Goods before discount.')),
    discount_amount: optional(amount('Taken off the goods.')),
    delivery_amount: optional(amount('Charged for delivery.')),
    total_amount: optional(amount('Paid or to be paid.')),
    currency: optional(currency()),
  },
});
