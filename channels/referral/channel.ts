import { type Channel, byField } from '../channel.ts';
import { signedWebhook } from '../kit/signature.ts';
import { byHeader } from '../kit/table.ts';
import { referral } from './referral.ts';

const recordTypes = [referral];
const [typeOf, tableOf] = [byField('type', recordTypes), byHeader(recordTypes)];

export const channel: Channel = {
  name: 'referral',
  about: 'Our own payload for customers who brought others.',
  data: 'O',
  source: 'channels/referral/README.md',
  recordTypes,
  recordTypeOf: (record) => typeOf(record) ?? tableOf(record),
  webhook: signedWebhook,
};
