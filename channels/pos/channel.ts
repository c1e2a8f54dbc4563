import { type Channel, byField } from '../channel.ts';
import { signedWebhook } from '../kit/signature.ts';
import { order } from './order.ts';

const recordTypes = [order];

export const channel: Channel = {
  name: 'pos',
  about: 'Our own order payload, for tills and order systems: an order with all that happened to it.',
  data: 'O',
  source: 'channels/pos/README.md',
  recordTypes,
  recordTypeOf: byField('type', recordTypes),
  webhook: signedWebhook,
};
