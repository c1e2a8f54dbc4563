import { customer, flag, freeText, id, integer, optional, place } from '../column.ts';
import { defineEvent } from '../event.ts';

export const review = defineEvent({
  table: 'review',
  version: 1,
  about: 'A rating that a customer left on a platform, unasked or asked by the platform.',
  grain: 'one review of one order or place',
  columns: {
    review_id: id('Review, in the words of the platform.'),
    order_id: optional(id('Order it is about.')),
    product_id: optional(id('Product it is about.')),
    ...customer,
    ...place,
    score: optional(integer('Stars or points given.', { min: 0, max: 10 })),
    scale_max: optional(integer('Top of the scale.', { min: 2, max: 10 })),
    title: optional(freeText('Headline.')),
    comment: optional(freeText('What the customer wrote.')),
    language: optional(id('BCP 47 tag of the comment.')),
    is_verified_purchase: optional(flag('The platform vouches that the reviewer bought it.')),
  },
});
