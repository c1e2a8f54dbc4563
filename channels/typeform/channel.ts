import { type Channel, byField } from '../channel.ts';
import { verifyHmac } from '../kit/hmac.ts';
import { formResponse, touchpoint } from './form-response.ts';

export const channel: Channel = {
  name: 'typeform',
  about: 'Typeform: each submitted form, as its webhook sends it.',
  data: 'X',
  source: 'https://www.typeform.com/developers/webhooks/example-payload/',
  touchpoint,
  recordTypes: [formResponse],
  recordTypeOf: byField('event_type', [formResponse]),
  webhook: {
    verify: verifyHmac({ header: 'typeform-signature', algorithm: 'sha256', encoding: 'base64', prefix: 'sha256=' }),
  },
};
