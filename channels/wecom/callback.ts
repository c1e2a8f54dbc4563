import { RefusedError } from '../../contracts/errors.ts';
import type { WebhookReply, WebhookRequest } from '../channel.ts';
import { textBody } from '../kit/body.ts';
import { secretPart } from '../kit/secret.ts';
import { decryptWechat, verifyWechatSignature } from '../kit/wechat-crypto.ts';
import { xmlFields } from '../kit/xml.ts';

/**
 * Checks `msg_signature` over the time, the nonce and the ciphertext.
 * @throws {RefusedError} 401; 400 when the body is not the documented XML.
 */
export function verifyCallback(request: WebhookRequest, secret: string): void {
  verifySigned(request, secret, ciphertextOf(request));
}

/** When the address is entered, WeCom sends an encrypted number by GET and waits for it in the clear. */
export function answerEcho(request: WebhookRequest, secret: string): WebhookReply | undefined {
  const { echostr } = request.query;
  if (request.method !== 'GET' || echostr === undefined) return undefined;
  verifySigned(request, secret, echostr);
  return { status: 200, contentType: 'text/plain', body: decrypted(echostr, secret) };
}

/** The one message of a call, decrypted. */
export function recordsOf(request: WebhookRequest, secret: string): readonly unknown[] {
  return [xmlFields(decrypted(ciphertextOf(request), secret))];
}

function verifySigned({ query }: WebhookRequest, secret: string, ciphertext: string): void {
  verifyWechatSignature(query['msg_signature'], secretPart(secret, 'token'), [query['timestamp'], query['nonce'], ciphertext]);
}

function decrypted(ciphertext: string, secret: string): string {
  return decryptWechat(ciphertext, secretPart(secret, 'aes_key'), secretPart(secret, 'corp_id'));
}

function ciphertextOf({ body }: WebhookRequest): string {
  const { Encrypt } = xmlFields(textBody(body));
  if (typeof Encrypt !== 'string') throw new RefusedError(400, 'expected the field Encrypt with the encrypted message');
  return Encrypt;
}
