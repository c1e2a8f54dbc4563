import { timingSafeEqual } from 'node:crypto';
import { RefusedError } from '../../contracts/errors.ts';

/** Whether two texts are equal, in a time that does not tell how far they are. */
export function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * One part of a secret that has several, written as a query string: `token=…&aes_key=…`.
 * @throws {RefusedError} 401 naming the part that is missing, never what the others hold: a new installation has a secret of no parts.
 */
export function secretPart(secret: string, name: string): string {
  const part = new URLSearchParams(secret).get(name);
  if (part === null || part === '')
    throw new RefusedError(401, `the channel’s webhook secret here lacks its part ${name}=…: set it before calling it`);
  return part;
}
