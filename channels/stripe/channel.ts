import type { Channel, RecordType } from '../channel.ts';
import { TOUCHPOINT } from './event.ts';
import { chargeSucceeded, paymentIntentSucceeded } from './payment.ts';
import { chargeRefunded, refundChanged } from './refund.ts';
import { verifyStripe } from './signature.ts';

const BY_TYPE: ReadonlyMap<unknown, RecordType> = new Map([
  ['payment_intent.succeeded', paymentIntentSucceeded],
  ['charge.succeeded', chargeSucceeded],
  ['charge.captured', chargeSucceeded],
  ['charge.refunded', chargeRefunded],
  ['refund.created', refundChanged],
  ['refund.updated', refundChanged],
  ['refund.failed', refundChanged],
  ['charge.refund.updated', refundChanged],
]);

export const channel: Channel = {
  name: 'stripe',
  about: 'Payments and refunds of a Stripe account, by webhook.',
  data: 'O',
  source: 'https://docs.stripe.com/api/events/object',
  touchpoint: TOUCHPOINT,
  recordTypes: [paymentIntentSucceeded, chargeSucceeded, chargeRefunded, refundChanged],
  recordTypeOf: (record) => BY_TYPE.get(Object(record).type),
  webhook: { verify: verifyStripe },
};
