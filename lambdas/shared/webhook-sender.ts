import { SIGNATURE_HEADER, sign } from '../../channels/kit/signature.ts';
import { EcholakeError } from '../../contracts/errors.ts';
import type { Clock, Sender } from './ports.ts';

const TIMEOUT_MS = 10_000;

/**
 * Hands invites to an address by a call that is signed as calls to us are: whoever sends the company's messages takes them there. What
 * is answered is read no further than its status, as it might quote the customer.
 */
export function webhookSender(url: string, secret: string, clock: Clock): Sender {
  return async (invite) => {
    const body = JSON.stringify(invite);
    const headers = { 'content-type': 'application/json', [SIGNATURE_HEADER]: sign(Buffer.from(body), secret, clock()) };
    const answer = await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
      (cause: unknown) => {
        throw new EcholakeError(`the sender of invites at ${new URL(url).host} does not answer`, { retryable: true, cause });
      },
    );
    await answer.body?.cancel();
    if (!answer.ok)
      throw new EcholakeError(`the sender of invites at ${new URL(url).host} answered ${answer.status}: expected 2xx`, {
        retryable: answer.status >= 500 || answer.status === 429,
      });
  };
}
