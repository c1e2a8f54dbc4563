import { createHmac } from 'node:crypto';
import { RefusedError } from '../../contracts/errors.ts';
import type { WebhookRequest } from '../channel.ts';
import { verifyAge } from './hmac.ts';
import { sameText } from './secret.ts';

/** What the specification recommends. */
const TOLERANCE_SECONDS = 300;

/**
 * Checks the three headers of the Standard Webhooks specification: HMAC-SHA256, in base64, of `<id>.<unix seconds>.<raw body>`.
 * The secret is `whsec_` and the key in base64. https://github.com/standard-webhooks/standard-webhooks
 * @throws {RefusedError} 401.
 */
export function verifyStandardWebhook({ headers, body }: WebhookRequest, secret: string, now: Date): void {
  const id = headers['webhook-id'];
  const seconds = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (id === undefined || seconds === undefined || signatures === undefined || !/^\d{1,12}$/.test(seconds))
    throw new RefusedError(401, 'expected the headers webhook-id, webhook-timestamp in seconds and webhook-signature');
  const digest = createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(`${id}.${seconds}.`)
    .update(body)
    .digest('base64');
  if (!signatures.split(' ').some((signature) => sameText(signature, `v1,${digest}`)))
    throw new RefusedError(
      401,
      'the signature does not fit the body: expected v1,<HMAC-SHA256 in base64 of "<id>.<timestamp>.<raw body>">',
    );
  verifyAge(Number(seconds), TOLERANCE_SECONDS, now);
}
