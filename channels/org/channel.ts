import { type Channel, byField } from '../channel.ts';
import { signedWebhook } from '../kit/signature.ts';
import { orgUnit } from './org-unit.ts';
import { target } from './target.ts';

const recordTypes = [orgUnit, target];

export const channel: Channel = {
  name: 'org',
  about: 'Our own payload for the org tree and the targets of its units.',
  data: 'O',
  source: 'channels/org/README.md',
  recordTypes,
  recordTypeOf: byField('type', recordTypes),
  webhook: signedWebhook,
};
