import { customer, id, instant, integer, optional, place } from '../column.ts';
import { defineEvent } from '../event.ts';

export const visit = defineEvent({
  table: 'visit',
  version: 1,
  about: 'A customer’s stay in a store.',
  grain: 'one stay of one party',
  columns: {
    visit_id: id('Visit.'),
    order_id: optional(id('Order made during it.')),
    ...customer,
    ...place,
    arrived_at: instant('Came in, or took a number.'),
    seated_at: optional(instant('Got a table.')),
    served_at: optional(instant('First dish on the table.')),
    left_at: optional(instant('Went.')),
    party_size: optional(integer('People.', { min: 1, unit: 'people' })),
  },
});
