import { RefusedError } from '../../contracts/errors.ts';
import type { Channel, WebhookReply, WebhookRequest } from '../channel.ts';
import { jsonBody, textBody } from '../kit/body.ts';
import { secretPart } from '../kit/secret.ts';
import { decryptWechat, verifyWechatSignature } from '../kit/wechat-crypto.ts';
import { xmlFields } from '../kit/xml.ts';
import { event } from './event.ts';
import { message } from './message.ts';
import { survey } from './survey.ts';

/** Whoever sets the address up in the console makes WeChat ask for proof: the same token at both ends. */
function echo({ method, query }: WebhookRequest, secret: string): WebhookReply | undefined {
  const { echostr, signature, timestamp, nonce } = query;
  if (method !== 'GET' || echostr === undefined) return undefined;
  verifyWechatSignature(signature, secretPart(secret, 'token'), [timestamp, nonce]);
  return { status: 200, contentType: 'text/plain', body: echostr };
}

/** The account is set to push XML or JSON. */
function fieldsOf(text: Uint8Array | string): Readonly<Record<string, unknown>> {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return /^\s*\{/.test(textBody(bytes))
    ? Object.fromEntries(Object.entries(Object(jsonBody(bytes))))
    : xmlFields(textBody(bytes));
}

/** Only the ciphertext is signed together with its message, so calls in plain text are refused. */
function ciphertext({ body }: WebhookRequest): string {
  const { Encrypt: encrypted } = fieldsOf(body);
  if (typeof encrypted !== 'string')
    throw new RefusedError(400, 'expected an encrypted message: set the account to safe mode (安全模式), or to compatible mode');
  return encrypted;
}

export const channel: Channel = {
  name: 'wechat',
  about: 'WeChat service accounts and mini programs: messages to them, and taps on survey menus.',
  data: 'X',
  source: 'https://developers.weixin.qq.com/doc/service/guide/dev/push/encryption.html',
  touchpoint: survey.touchpoint,
  recordTypes: [message, event],
  recordTypeOf: (record) => {
    const type: unknown = Reflect.get(Object(record), 'MsgType');
    return typeof type !== 'string' ? undefined : type === 'event' ? event : message;
  },
  webhook: {
    handshake: echo,
    verify: (request, secret) => {
      const { msg_signature, timestamp, nonce } = request.query;
      verifyWechatSignature(msg_signature, secretPart(secret, 'token'), [timestamp, nonce, ciphertext(request)]);
    },
    records: (request, secret) => [
      fieldsOf(decryptWechat(ciphertext(request), secretPart(secret, 'aes_key'), secretPart(secret, 'app_id'))),
    ],
    accepted: { status: 200, contentType: 'text/plain', body: 'success' },
  },
};
