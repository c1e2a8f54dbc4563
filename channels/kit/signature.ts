import { createHmac } from 'node:crypto';
import { RefusedError } from '../../contracts/errors.ts';
import type { WebhookReply, WebhookRequest } from '../channel.ts';
import { answerChallenge } from './challenge.ts';
import { verifyAge } from './hmac.ts';
import { sameText } from './secret.ts';

export const SIGNATURE_HEADER = 'x-echolake-signature';

/** How far a signed call's time may be from ours. Within it a replay is harmless: events are idempotent by id. */
const TOLERANCE_SECONDS = 300;

/** The signature header of a body: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<body>">`. */
export function sign(body: Uint8Array, secret: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000);
  return `t=${seconds},v1=${digest(body, secret, String(seconds))}`;
}

/** Checks {@link sign}'s header over the raw body, in constant time. */
export function verifySignature(request: WebhookRequest, secret: string, now: Date): void {
  const header = request.headers[SIGNATURE_HEADER];
  if (header === undefined)
    throw new RefusedError(401, `expected the header ${SIGNATURE_HEADER}: t=<unix seconds>,v1=<hex HMAC-SHA256>`);
  const [, seconds, given] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  if (seconds === undefined || given === undefined) {
    throw new RefusedError(401, `expected ${SIGNATURE_HEADER} to look like t=<unix seconds>,v1=<64 hex digits>`);
  }
  if (!sameText(given, digest(request.body, secret, seconds))) {
    throw new RefusedError(
      401,
      'the signature does not fit the body: expected HMAC-SHA256 of "<t>.<raw body>" with the channel’s secret',
    );
  }
  verifyAge(Number(seconds), TOLERANCE_SECONDS, now);
}

/** How our own payloads are called: signed, and tried with a challenge by senders that do so. */
export const signedWebhook = {
  verify: verifySignature,
  handshake: (request: WebhookRequest, secret: string, now: Date): WebhookReply | undefined =>
    answerChallenge(request, (call) => verifySignature(call, secret, now)),
};

function digest(body: Uint8Array, secret: string, seconds: string): string {
  return createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex');
}
