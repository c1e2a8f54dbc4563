import { type Channel, type WebhookReply, type WebhookRequest } from '../channel.ts';
import { verifyStandardWebhook } from '../kit/standard-webhook.ts';
import { response, touchpoint } from './response.ts';

/** What Formbricks sends to see whether somebody is there, before it has told anyone the secret. It brings nothing. */
const PING = /^\s*\{\s*"event"\s*:\s*"testEndpoint"\s*\}\s*$/;

function answerPing({ body }: WebhookRequest): WebhookReply | undefined {
  if (body.length > 200 || !PING.test(Buffer.from(body).toString('utf8'))) return undefined;
  return { status: 200, contentType: 'text/plain', body: 'ok' };
}

export const channel: Channel = {
  name: 'formbricks',
  about: 'Formbricks: responses as its webhook sends them, from the first answer to the last.',
  data: 'X',
  source: 'https://formbricks.com/docs/xm-and-surveys/core-features/integrations/webhooks',
  touchpoint,
  recordTypes: [response],
  recordTypeOf: (record) => (typeof Reflect.get(Object(record), 'event') === 'string' ? response : undefined),
  webhook: { handshake: answerPing, verify: verifyStandardWebhook },
};
