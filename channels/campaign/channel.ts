import { type Channel, byField } from '../channel.ts';
import { signedWebhook } from '../kit/signature.ts';
import { byHeader } from '../kit/table.ts';
import { spend } from './spend.ts';
import { TOUCHPOINT, touch } from './touch.ts';

const recordTypes = [touch, spend];
const [typeOf, tableOf] = [byField('type', recordTypes), byHeader(recordTypes)];

export const channel: Channel = {
  name: 'campaign',
  about: 'Our own payload for campaigns: whom they met and what they cost, for SMS, push, coupons, posters and any other medium.',
  data: 'O',
  source: 'channels/campaign/README.md',
  touchpoint: TOUCHPOINT,
  recordTypes,
  recordTypeOf: (record) => typeOf(record) ?? tableOf(record),
  webhook: signedWebhook,
};
