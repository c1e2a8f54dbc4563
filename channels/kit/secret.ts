import { timingSafeEqual } from 'node:crypto';
import { EcholakeError } from '../../contracts/errors.ts';

/** Whether two texts are equal, in a time that does not tell how far they are. */
export function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * One part of a secret that has several, written as a query string: `token=…&aes_key=…`.
 * @throws {EcholakeError} naming the part that is missing, never what the others hold.
 */
export function secretPart(secret: string, name: string): string {
  const part = new URLSearchParams(secret).get(name);
  if (part === null || part === '') throw new EcholakeError(`the channel’s webhook secret lacks its part ${name}=…`);
  return part;
}
