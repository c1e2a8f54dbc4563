import { amount, currency, customer, id, optional, place, text } from '../column.ts';
import { defineEvent } from '../event.ts';

export const refund = defineEvent({
  table: 'refund',
  version: 1,
  about: 'Money given back to a customer.',
  grain: 'one refund; an order may have several',
  columns: {
    refund_id: id('Refund.'),
    order_id: id('Order it belongs to.'),
    payment_id: optional(id('Payment it reverses.')),
    ...customer,
    ...place,
    reason: optional(text('Reason code.')),
    amount: amount('Given back, as a positive number.'),
    currency: currency(),
  },
});
