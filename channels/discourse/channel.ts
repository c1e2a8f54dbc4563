import type { Channel, WebhookReply, WebhookRequest } from '../channel.ts';
import { jsonBody } from '../kit/body.ts';
import { verifyHmac } from '../kit/hmac.ts';
import { eventless, post } from './post.ts';

const verify = verifyHmac({ header: 'x-discourse-event-signature', algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' });

/** Kinds of event that are no post. Who ticks "send me everything" gets them too. */
const OTHER_KINDS = [
  'topic',
  'user',
  'group',
  'category',
  'tag',
  'reviewable',
  'notification',
  'like',
  'solved',
  'user_badge',
  'group_user',
];

export const channel: Channel = {
  name: 'discourse',
  about: 'Posts of a community on Discourse, by webhook.',
  data: 'X',
  source:
    'https://meta.discourse.org/t/configure-webhooks-that-trigger-on-discourse-events-to-integrate-with-external-services/49045',
  touchpoint: 'community',
  recordTypes: [post, eventless],
  recordTypeOf: (record) => {
    if ('post' in Object(record)) return post;
    return OTHER_KINDS.some((kind) => kind in Object(record)) ? eventless : undefined;
  },
  webhook: {
    verify,
    handshake: answerPing,
    records: recordsOf,
    accepted: { status: 200, contentType: 'text/plain', body: 'OK' },
  },
};

/** The button "Go to events → Ping" asks whether we are here, signed like the rest. */
function answerPing(request: WebhookRequest, secret: string): WebhookReply | undefined {
  if (request.headers['x-discourse-event'] !== 'ping') return undefined;
  verify(request, secret);
  return { status: 200, contentType: 'text/plain', body: 'OK' };
}

/** What happened stands in a header, and to what in the body. */
function recordsOf(request: WebhookRequest): readonly unknown[] {
  const body = jsonBody(request.body);
  return [typeof body === 'object' && body !== null ? { event: request.headers['x-discourse-event'], ...body } : body];
}
