import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { EcholakeError, RefusedError } from '../../contracts/errors.ts';
import type { WebhookReply } from '../channel.ts';
import { textBody } from '../kit/body.ts';
import { secretPart } from '../kit/secret.ts';

/** A call of the gateway: the form's fields byte for byte, since their charset is one of them and the signature is over bytes. */
type GatewayCall = ReadonlyMap<string, Buffer>;

/** @throws {RefusedError} 400 when the body is no form. */
export function readCall(body: Uint8Array): GatewayCall {
  const fields = new Map<string, Buffer>();
  for (const pair of textBody(body).split('&')) {
    const [, name, value] = /^(\w+)=(.*)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined || fields.has(name))
      throw new RefusedError(
        400,
        'expected a form in which each field stands once: biz_content, charset, service, sign, sign_type',
      );
    fields.set(name, percentDecoded(value));
  }
  return fields;
}

function percentDecoded(text: string): Buffer {
  const binary = text
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(binary, 'latin1');
}

/** A field of the call in the charset that the call names. */
export function fieldOf(call: GatewayCall, name: string): string {
  const charset = call.get('charset')?.toString('latin1') ?? 'utf-8';
  try {
    return new TextDecoder(charset, { fatal: true }).decode(call.get(name) ?? Buffer.alloc(0));
  } catch (cause) {
    throw new RefusedError(400, `expected the field ${name} in the charset that the call names`, { cause });
  }
}

/**
 * Checks RSA2 (SHA-256 with RSA) over all fields but `sign`, sorted by name and joined as `name=value&…`.
 * https://opendocs.alipay.com/common/02mse7
 * @throws {RefusedError} 401.
 */
export function verifyCall(call: GatewayCall, secret: string): void {
  const given = call.get('sign')?.toString('latin1');
  if (given === undefined) throw new RefusedError(401, 'expected the field sign: SHA-256 with RSA, in base64');
  const parts = [...call].filter(([name, value]) => name !== 'sign' && value.length > 0).sort(([a], [b]) => (a < b ? -1 : 1));
  const signed = Buffer.concat(parts.flatMap(([name, value], i) => [Buffer.from(`${i === 0 ? '' : '&'}${name}=`), value]));
  if (
    call.get('sign_type')?.toString('latin1') !== 'RSA2' ||
    !verify('sha256', signed, alipayKey(secret), Buffer.from(given, 'base64'))
  )
    throw new RefusedError(401, 'the signature does not fit the fields: expected RSA2 by the key of alipay_public_key');
}

/** An answer as the gateway reads it: what is said, and our signature over exactly that. */
export function signedReply(said: string, secret: string): WebhookReply {
  const signature = sign('sha256', Buffer.from(said), appKey(secret)).toString('base64');
  return {
    status: 200,
    contentType: 'text/xml; charset=utf-8',
    body: `<?xml version="1.0" encoding="utf-8"?><alipay><response>${said}</response><sign>${signature}</sign><sign_type>RSA2</sign_type></alipay>`,
  };
}

/** The public half of the app's key, as Alipay's console shows it. */
export function appPublicKey(secret: string): string {
  return createPublicKey(appKey(secret)).export({ type: 'spki', format: 'der' }).toString('base64');
}

function alipayKey(secret: string): KeyObject {
  return keyOf(secret, 'alipay_public_key', (key) => createPublicKey({ key, type: 'spki', format: 'der' }));
}

function appKey(secret: string): KeyObject {
  return keyOf(secret, 'app_private_key', (key) => createPrivateKey({ key, type: 'pkcs8', format: 'der' }));
}

/** Keys are base64 of DER, as the console gives them. A plus sign that was not percent-encoded reads as a blank. */
function keyOf(secret: string, part: string, read: (der: Buffer) => KeyObject): KeyObject {
  const text = secretPart(secret, part).replaceAll(' ', '+');
  try {
    return read(Buffer.from(text, 'base64'));
  } catch (cause) {
    throw new EcholakeError(`the channel’s webhook secret: expected ${part}=<a key in base64, as Alipay’s console gives it>`, {
      cause,
    });
  }
}
