import { type Channel, byField } from '../channel.ts';
import { signedWebhook } from '../kit/signature.ts';
import { byHeader } from '../kit/table.ts';
import { action } from './action.ts';
import { cost } from './cost.ts';
import { initiative } from './initiative.ts';

const recordTypes = [initiative, cost, action];
const [typeOf, tableOf] = [byField('type', recordTypes), byHeader(recordTypes)];

export const channel: Channel = {
  name: 'programme',
  about: 'Our own payload for the experience programme: its initiatives, what they cost, and who does what where.',
  data: 'O',
  source: 'channels/programme/README.md',
  recordTypes,
  recordTypeOf: (record) => typeOf(record) ?? tableOf(record),
  webhook: signedWebhook,
};
