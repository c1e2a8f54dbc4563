import { amount, currency, id, integer, optional, place, text } from '../column.ts';
import { defineEvent } from '../event.ts';

export const orderLine = defineEvent({
  table: 'order_line',
  version: 1,
  about: 'One position of an order.',
  grain: 'one line of one order',
  columns: {
    order_id: id('Order.'),
    line_number: integer('Position in the order, from 1.', { min: 1 }),
    product_id: id('Product or dish.'),
    product_name: optional(text('Name on the bill.')),
    product_category: optional(text('Category in the seller’s words.')),
    seller_id: optional(id('Seller, on a marketplace.')),
    ...place,
    quantity: integer('Pieces.', { min: 0, unit: 'pieces' }),
    unit_amount: amount('Price of one piece.'),
    freight_amount: optional(amount('Freight of this line.')),
    currency: currency(),
  },
});
