import { createDecipheriv, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { EcholakeError, RefusedError } from '../../contracts/errors.ts';
import type { WebhookRequest } from '../channel.ts';
import { verifyAge } from '../kit/hmac.ts';
import { secretPart } from '../kit/secret.ts';

/** WeChat Pay's own limit. */
const TOLERANCE_SECONDS = 300;

/**
 * Checks `Wechatpay-Signature`: base64 of RSA with SHA-256 over timestamp, nonce and raw body, each with a line end, by WeChat Pay's
 * public key. https://pay.weixin.qq.com/doc/v3/merchant/4012365342
 * @throws {RefusedError} 401.
 */
export function verifyWechatPay(request: WebhookRequest, secret: string, now: Date): void {
  const timestamp = request.headers['wechatpay-timestamp'];
  const nonce = request.headers['wechatpay-nonce'];
  const signature = request.headers['wechatpay-signature'];
  if (timestamp === undefined || nonce === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp)) {
    throw new RefusedError(
      401,
      'expected the headers wechatpay-timestamp (seconds), wechatpay-nonce and wechatpay-signature (base64)',
    );
  }
  const signed = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), request.body, Buffer.from('\n')]);
  if (!verify('sha256', signed, publicKey(secret), Buffer.from(signature, 'base64'))) {
    throw new RefusedError(
      401,
      'the header wechatpay-signature does not fit: expected RSA with SHA-256 by the key of public_key',
    );
  }
  verifyAge(Number(timestamp), TOLERANCE_SECONDS, now);
}

/** WeChat Pay's public key (微信支付公钥), or the one in its platform certificate. */
function publicKey(secret: string): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(secretPart(secret, 'public_key'), 'base64'), type: 'spki', format: 'der' });
  } catch (cause) {
    throw new EcholakeError(
      'the channel’s webhook secret: expected public_key=<the key’s base64, as between the lines of its PEM file>',
      {
        cause,
      },
    );
  }
}

interface Ciphertext {
  readonly ciphertext: string;
  readonly nonce: string;
  readonly associated_data?: string | undefined;
}

const TAG_BYTES = 16;

/**
 * What a notification is about: AES-GCM with the merchant's APIv3 key, whose 32 bytes make it AES-256. The tag is the last 16 bytes.
 * https://pay.weixin.qq.com/doc/v3/merchant/4012071382
 * @throws {RefusedError} 401 when it was not made with this key.
 */
export function decryptResource({ ciphertext, nonce, associated_data = '' }: Ciphertext, secret: string): unknown {
  const key = Buffer.from(secretPart(secret, 'api_v3_key'));
  const bytes = Buffer.from(ciphertext, 'base64');
  try {
    const decipher = createDecipheriv(key.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm', key, Buffer.from(nonce));
    decipher.setAAD(Buffer.from(associated_data)).setAuthTag(bytes.subarray(-TAG_BYTES));
    const plain = Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]);
    return JSON.parse(plain.toString('utf8'));
  } catch (cause) {
    throw new RefusedError(401, 'the resource cannot be decrypted: expected AEAD_AES_256_GCM with the key of api_v3_key', {
      cause,
    });
  }
}
