import { createHash, createHmac } from 'node:crypto';
import { RefusedError } from '../../contracts/errors.ts';
import type { WebhookRequest } from '../channel.ts';
import { formBody } from '../kit/body.ts';
import { sameText } from '../kit/secret.ts';

/**
 * Checks `sign`, MD5 in hex of `param` and the salt that the subscription gave. A push does not name the order, so the order stands in
 * the callback address, which is not signed; the salt therefore is made of it: HMAC-SHA256 in hex of `order_id` with the channel's
 * secret. A push then fits no other order.
 * @throws {RefusedError} 401.
 */
export function verifyPush(request: WebhookRequest, secret: string): void {
  const order = request.query['order_id'];
  if (order === undefined || order === '')
    throw new RefusedError(401, 'expected the order in the callback address that was subscribed: …/collect/kuaidi100?order_id=…');
  const { sign = '', param = '' } = formBody(request.body);
  const salt = createHmac('sha256', secret).update(order).digest('hex');
  const expected = createHash('md5')
    .update(param + salt)
    .digest('hex');
  if (!sameText(sign.toLowerCase(), expected)) {
    throw new RefusedError(
      401,
      'the field sign does not fit: expected MD5 in hex of param and the salt, which is HMAC-SHA256 in hex of order_id with the channel’s secret',
    );
  }
}

/**
 * The pushed record, with the order it is for.
 * @throws {RefusedError} 400 when `param` is no JSON object.
 */
export function pushOf(request: WebhookRequest): unknown {
  let content: unknown;
  try {
    content = JSON.parse(formBody(request.body)['param'] ?? '');
  } catch {
    content = null;
  }
  if (typeof content !== 'object' || content === null)
    throw new RefusedError(400, 'expected the form field param to hold a JSON object');
  return { ...content, order_id: request.query['order_id'] };
}
