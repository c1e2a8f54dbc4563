import { type Channel, byField } from '../channel.ts';
import { verifyHmac } from '../kit/hmac.ts';
import { page, screen, TOUCHPOINT, track } from './action.ts';
import { alias, group, identify } from './contact.ts';

const recordTypes = [track, page, screen, identify, alias, group];

export const channel: Channel = {
  name: 'segment',
  about: 'What users do in apps and on sites (埋点), in the calls of the Segment spec, which several other tools speak too.',
  data: 'O',
  source: 'https://www.twilio.com/docs/segment/connections/spec/common',
  touchpoint: TOUCHPOINT,
  recordTypes,
  recordTypeOf: byField('type', recordTypes),
  webhook: { verify: verifyHmac({ header: 'x-signature', algorithm: 'sha1', encoding: 'hex' }) },
};
