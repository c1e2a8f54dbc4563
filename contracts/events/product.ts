import { id, integer, optional, text } from '../column.ts';
import { defineEvent } from '../event.ts';

export const product = defineEvent({
  table: 'product',
  version: 1,
  about: 'What is sold: a dish or an article.',
  grain: 'one product, in its latest state',
  columns: {
    product_id: id('Product.'),
    name: optional(text('Name.')),
    category: optional(text('Category in the seller’s words.')),
    weight_g: optional(integer('Weight.', { min: 0, unit: 'g' })),
  },
});
