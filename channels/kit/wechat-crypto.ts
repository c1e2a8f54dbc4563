import { createDecipheriv, createHash } from 'node:crypto';
import { RefusedError } from '../../contracts/errors.ts';
import { sameText } from './secret.ts';

/**
 * Checks the signature that WeChat and WeCom put beside a call: SHA-1, in hex, of the token and the signed texts, sorted and joined.
 * Of a plain call these are `timestamp` and `nonce` (parameter `signature`); of an encrypted one also the ciphertext
 * (`msg_signature`). https://developer.work.weixin.qq.com/document/path/90968
 * @throws {RefusedError} 401.
 */
export function verifyWechatSignature(given: string | undefined, token: string, signed: readonly (string | undefined)[]): void {
  const texts = signed.filter((text) => text !== undefined);
  if (given === undefined || texts.length < signed.length)
    throw new RefusedError(401, 'expected a signed call: timestamp, nonce and their signature in the address');
  const expected = createHash('sha1')
    .update([token, ...texts].sort().join(''))
    .digest('hex');
  if (!sameText(given, expected)) {
    throw new RefusedError(
      401,
      'the signature does not fit: expected SHA-1 in hex of the channel’s token and what is signed, sorted',
    );
  }
}

/** A message is filled up to a multiple of this, where AES itself would need 16. */
const BLOCK_BYTES = 32;
/** Random bytes, then the message's length in four. */
const RANDOM_BYTES = 16;
const HEAD_BYTES = RANDOM_BYTES + 4;

/**
 * The message in a ciphertext of WeChat or WeCom: base64 of AES-256-CBC over 16 random bytes, the length, the message, the receiver.
 * @param aesKey The `EncodingAESKey` of the console, 43 letters and digits.
 * @param receiver Whom the message must be meant for: the app id, or the corp id.
 * @throws {RefusedError} 401 when it was not made with this key for this receiver.
 */
export function decryptWechat(encrypted: string, aesKey: string, receiver: string): string {
  const refused = (cause?: unknown) =>
    new RefusedError(401, 'the message cannot be decrypted: expected one made with the channel’s aes_key for its receiver', {
      cause,
    });
  const key = Buffer.from(aesKey, 'base64');
  let plain: Buffer;
  try {
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
    plain = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
  } catch (cause) {
    throw refused(cause);
  }
  const padding = plain.at(-1) ?? 0;
  const content = plain.subarray(0, plain.length - padding);
  if (padding < 1 || padding > BLOCK_BYTES || content.length < HEAD_BYTES) throw refused();
  const end = HEAD_BYTES + content.readUInt32BE(RANDOM_BYTES);
  if (content.toString('utf8', end) !== receiver) throw refused();
  return content.toString('utf8', HEAD_BYTES, end);
}
