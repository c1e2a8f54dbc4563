import { RefusedError } from '../../contracts/errors.ts';
import type { WebhookRequest } from '../channel.ts';
import { verifyAge, verifyHmac } from '../kit/hmac.ts';

const TIME_HEADER = 'x-zendesk-webhook-signature-timestamp';

/** Zendesk names no limit, and a call may be sent again later: a day keeps old ones out, and a replay within it changes nothing. */
const TOLERANCE_SECONDS = 86_400;

const verifySignature = verifyHmac({
  header: 'x-zendesk-webhook-signature',
  algorithm: 'sha256',
  encoding: 'base64',
  signed: ({ headers, body }) => Buffer.concat([Buffer.from(headers[TIME_HEADER] ?? ''), body]),
});

/**
 * Checks base64 of HMAC-SHA256 of the timestamp and the raw body. https://developer.zendesk.com/documentation/webhooks/verifying/
 * @throws {RefusedError} 401.
 */
export function verifyZendesk(request: WebhookRequest, secret: string, now: Date): void {
  const time = request.headers[TIME_HEADER];
  if (time === undefined) throw new RefusedError(401, `expected the header ${TIME_HEADER}`);
  verifySignature(request, secret);
  verifyAge(Date.parse(time) / 1000, TOLERANCE_SECONDS, now);
}
