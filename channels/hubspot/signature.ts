import { createHmac } from 'node:crypto';
import { RefusedError } from '../../contracts/errors.ts';
import type { WebhookRequest } from '../channel.ts';
import { verifyAge } from '../kit/hmac.ts';
import { sameText } from '../kit/secret.ts';

/** HubSpot's own limit. */
const TOLERANCE_SECONDS = 300;

/** What HubSpot decodes in the address before it signs. The `?` that begins the query is no part of it. */
const DECODED: Readonly<Record<string, string>> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
};

/**
 * Checks `X-HubSpot-Signature-v3`: base64 of HMAC-SHA256 of method, address, raw body and `X-HubSpot-Request-Timestamp` (ms), with
 * the app's client secret. https://developers.hubspot.com/docs/apps/legacy-apps/authentication/validating-requests
 * @throws {RefusedError} 401.
 */
export function verifyHubspot(request: WebhookRequest, secret: string, now: Date): void {
  const given = request.headers['x-hubspot-signature-v3'];
  const timestamp = request.headers['x-hubspot-request-timestamp'];
  if (given === undefined || timestamp === undefined || !/^\d{1,15}$/.test(timestamp))
    throw new RefusedError(401, 'expected the headers x-hubspot-signature-v3 (base64) and x-hubspot-request-timestamp (ms)');
  const url = request.url.replace(/%[0-9A-F]{2}/gi, (code) => DECODED[code.toUpperCase()] ?? code);
  const digest = createHmac('sha256', secret)
    .update(request.method + url)
    .update(request.body)
    .update(timestamp);
  if (!sameText(given, digest.digest('base64'))) {
    throw new RefusedError(
      401,
      'the header x-hubspot-signature-v3 does not fit: expected base64 of HMAC-SHA256 of method, address, body and timestamp with the client secret',
    );
  }
  verifyAge(Number(timestamp) / 1000, TOLERANCE_SECONDS, now);
}
