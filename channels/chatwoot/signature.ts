import { RefusedError } from '../../contracts/errors.ts';
import type { WebhookRequest } from '../channel.ts';
import { verifyAge, verifyHmac } from '../kit/hmac.ts';

const TIMESTAMP_HEADER = 'x-chatwoot-timestamp';

/** Chatwoot signs each attempt anew, so that a retry is as young as a first call. */
const TOLERANCE_SECONDS = 300;

const verifyDigest = verifyHmac({
  header: 'x-chatwoot-signature',
  algorithm: 'sha256',
  encoding: 'hex',
  prefix: 'sha256=',
  signed: ({ headers, body }) => Buffer.concat([Buffer.from(`${headers[TIMESTAMP_HEADER]}.`), body]),
});

/**
 * Checks the signature over time and body, then the age of the time.
 * @throws {RefusedError} 401.
 */
export function verifyChatwoot(request: WebhookRequest, secret: string, now: Date): void {
  const seconds = request.headers[TIMESTAMP_HEADER] ?? '';
  if (!/^\d{1,12}$/.test(seconds)) throw new RefusedError(401, `expected the header ${TIMESTAMP_HEADER}: <unix seconds>`);
  verifyDigest(request, secret);
  verifyAge(Number(seconds), TOLERANCE_SECONDS, now);
}
