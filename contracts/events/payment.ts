import { amount, currency, customer, id, integer, oneOf, optional, place } from '../column.ts';
import { defineEvent } from '../event.ts';

export const payment = defineEvent({
  table: 'payment',
  version: 1,
  about: 'Money that a customer paid for an order.',
  grain: 'one payment; an order may have several',
  columns: {
    payment_id: id('Payment.'),
    order_id: id('Order it pays.'),
    ...customer,
    ...place,
    method: oneOf(['wechat_pay', 'alipay', 'card', 'debit_card', 'cash', 'voucher', 'bank_slip', 'other'], 'Means of payment.'),
    instalment_count: optional(integer('Instalments agreed.', { min: 0 })),
    amount: amount('Paid.'),
    currency: currency(),
  },
});
