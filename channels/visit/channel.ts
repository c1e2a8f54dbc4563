import { type Channel, byField } from '../channel.ts';
import { signedWebhook } from '../kit/signature.ts';
import { TOUCHPOINT, visit } from './visit.ts';

const recordTypes = [visit];

export const channel: Channel = {
  name: 'visit',
  about: 'Our own payload for stays in a store, for queue systems, seat maps and door counters.',
  data: 'O',
  source: 'channels/visit/README.md',
  touchpoint: TOUCHPOINT,
  recordTypes,
  recordTypeOf: byField('type', recordTypes),
  webhook: signedWebhook,
};
