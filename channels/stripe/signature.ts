import { createHmac } from 'node:crypto';
import { RefusedError } from '../../contracts/errors.ts';
import type { WebhookRequest } from '../channel.ts';
import { verifyAge } from '../kit/hmac.ts';
import { sameText } from '../kit/secret.ts';

/** What Stripe's own libraries tolerate between the signed time and ours. */
const TOLERANCE_SECONDS = 300;

/**
 * Checks `Stripe-Signature: t=<unix seconds>,v1=<hex>[,v1=<hex>][,v0=…]`, HMAC-SHA256 of `<t>.<raw body>`. While a secret is being
 * rolled there is a `v1` for each; other schemes are ignored, so that nobody can choose a weaker one.
 * https://docs.stripe.com/webhooks#verify-manually
 * @throws {RefusedError} 401.
 */
export function verifyStripe(request: WebhookRequest, secret: string, now: Date): void {
  const header = request.headers['stripe-signature'];
  const expected = 'expected the header stripe-signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">';
  if (header === undefined) throw new RefusedError(401, expected);
  const parts = header.split(',').map((part) => part.trim().split('=', 2));
  const seconds = parts.find(([name]) => name === 't')?.[1];
  if (seconds === undefined || !/^\d{1,12}$/.test(seconds)) throw new RefusedError(401, expected);
  const digest = createHmac('sha256', secret).update(`${seconds}.`).update(request.body).digest('hex');
  if (!parts.some(([name, value]) => name === 'v1' && value !== undefined && sameText(value, digest)))
    throw new RefusedError(401, `no v1 signature fits the body: ${expected}, with the endpoint’s secret (whsec_…)`);
  verifyAge(Number(seconds), TOLERANCE_SECONDS, now);
}
