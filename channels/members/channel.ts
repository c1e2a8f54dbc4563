import { type Channel, byField } from '../channel.ts';
import { signedWebhook } from '../kit/signature.ts';
import { member } from './member.ts';

const recordTypes = [member];

export const channel: Channel = {
  name: 'members',
  about: 'Our own payload for the customer records of a CRM or loyalty programme.',
  data: 'O',
  source: 'channels/members/README.md',
  recordTypes,
  recordTypeOf: byField('type', recordTypes),
  webhook: signedWebhook,
};
