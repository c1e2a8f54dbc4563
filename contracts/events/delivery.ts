import { id, instant, oneOf, optional, place, real } from '../column.ts';
import { defineEvent } from '../event.ts';

export const delivery = defineEvent({
  table: 'delivery',
  version: 1,
  about: 'The way of an order to the customer, in its latest state.',
  grain: 'one delivery of one order',
  columns: {
    delivery_id: id('Delivery.'),
    order_id: id('Order it carries.'),
    ...place,
    carrier: optional(id('Who carries it.')),
    status: oneOf(['waiting', 'picked_up', 'delivered', 'failed', 'cancelled'], 'Furthest state known.'),
    promised_at: optional(instant('Latest arrival that the customer was told.')),
    picked_up_at: optional(instant('Handed to the carrier.')),
    delivered_at: optional(instant('Handed to the customer.')),
    distance_km: optional(real('Distance to the customer.', 'km')),
  },
});
