import type { Channel } from '../channel.ts';
import { formBody } from '../kit/body.ts';
import { verifyHmac } from '../kit/hmac.ts';
import { incomingMessage } from './incoming-message.ts';
import { survey } from './survey.ts';

export const channel: Channel = {
  name: 'sms_twilio',
  about: 'Twilio: incoming text messages, also of WhatsApp, as its webhook posts them.',
  data: 'X',
  source: 'https://www.twilio.com/docs/messaging/guides/webhook-request',
  touchpoint: survey.touchpoint,
  recordTypes: [incomingMessage],
  recordTypeOf: () => incomingMessage,
  webhook: {
    /** The address as Twilio calls it, and every field of the form behind it, sorted by name. */
    verify: verifyHmac({
      header: 'x-twilio-signature',
      algorithm: 'sha1',
      encoding: 'base64',
      signed: ({ url, body }) => url + Object.entries(formBody(body)).sort(byName).flat().join(''),
    }),
    records: ({ body }) => [formBody(body)],
    accepted: { status: 200, contentType: 'text/xml', body: '<?xml version="1.0" encoding="UTF-8"?><Response></Response>' },
  },
};

function byName([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : 1;
}
