import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { EcholakeError } from '../../contracts/errors.ts';

/** A text that only the key opens: AES-256-GCM, `<iv>.<tag>.<ciphertext>` in base64. */
export function seal(text: string, key: Uint8Array): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64')).join('.');
}

/**
 * Opens what {@link seal} made with any of the keys, or undefined when none of them fits.
 * @throws {EcholakeError} when it is no such text at all.
 */
export function open(sealed: string, keys: readonly Uint8Array[]): string | undefined {
  const [iv, tag, text] = sealed.split('.').map((part) => Buffer.from(part, 'base64'));
  if (iv === undefined || tag === undefined || text === undefined)
    throw new EcholakeError('expected a sealed text of three parts: <iv>.<tag>.<ciphertext>');
  for (const key of keys) {
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, iv).setAuthTag(tag);
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
    } catch {
      // sealed with another key, or changed since: the tag does not say which
    }
  }
  return undefined;
}
