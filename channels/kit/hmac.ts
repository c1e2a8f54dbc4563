import { createHmac } from 'node:crypto';
import { RefusedError } from '../../contracts/errors.ts';
import type { WebhookRequest } from '../channel.ts';
import { sameText } from './secret.ts';

/** How a vendor writes an HMAC into a header. */
interface HmacHeader {
  readonly header: string;
  readonly algorithm: 'sha256' | 'sha1';
  readonly encoding: 'hex' | 'base64';
  /** What stands before the digest in the header, such as `sha256=`. */
  readonly prefix?: string;
  /** What is signed; the raw body unless the vendor adds to it. */
  readonly signed?: (request: WebhookRequest) => string | Uint8Array;
}

/** The check of such a header, in constant time. It throws {@link RefusedError} 401. */
export function verifyHmac(scheme: HmacHeader): (request: WebhookRequest, secret: string) => void {
  const { header, algorithm, encoding, prefix = '' } = scheme;
  const shape = `${prefix}<HMAC-${algorithm.toUpperCase()} in ${encoding}>`;
  return (request, secret) => {
    const given = request.headers[header];
    if (given === undefined) throw new RefusedError(401, `expected the header ${header}: ${shape}`);
    const digest = createHmac(algorithm, secret).update(scheme.signed?.(request) ?? request.body);
    if (!sameText(given, prefix + digest.digest(encoding)))
      throw new RefusedError(401, `the header ${header} does not fit the body: expected ${shape} with the channel’s secret`);
  };
}

/**
 * Checks that a signed time is near ours, so that a call which was overheard cannot be used again later.
 * @throws {RefusedError} 401.
 */
export function verifyAge(seconds: number, toleranceSeconds: number, now: Date): void {
  if (!(Math.abs(now.getTime() / 1000 - seconds) <= toleranceSeconds))
    throw new RefusedError(
      401,
      `the signature’s time is more than ${toleranceSeconds} s from ours: sign again with the current time`,
    );
}
