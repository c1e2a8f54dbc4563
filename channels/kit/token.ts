import { RefusedError } from '../../contracts/errors.ts';
import type { WebhookRequest } from '../channel.ts';
import { sameText } from './secret.ts';

/**
 * Checks `?token=…` of the address that the vendor was given, for vendors that sign nothing: whoever has the address can call it.
 * @throws {RefusedError} 401.
 */
export function verifyToken(request: WebhookRequest, secret: string): void {
  if (!sameText(request.query['token'] ?? '', secret))
    throw new RefusedError(401, 'expected the address to end in ?token=<the channel’s secret>');
}
