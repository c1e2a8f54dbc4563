import type { Channel, WebhookReply, WebhookRequest } from '../../channels/channel.ts';
import { jsonBody } from '../../channels/kit/body.ts';
import { RefusedError } from '../../contracts/errors.ts';
import { type Keyed, type Reading, readRecord } from '../shared/intake.ts';

/** Largest webhook body taken. API Gateway itself stops at 10 MB; whoever has more drops a file. */
export const MAX_BODY_BYTES = 5_000_000;

/** What a call came to: an answer that its vendor waits for, or its records. */
export type CallReading = { readonly reply: WebhookReply } | { readonly readings: readonly Reading[] };

/**
 * Reads one webhook call: size, handshake, signature, then record by record. Pure but for the keyed functions.
 * @throws {RefusedError} when nothing of the body can be read; single bad records come back as refused.
 */
export function readCall(
  channel: Channel,
  request: WebhookRequest,
  secret: string | undefined,
  now: Date,
  keyed: Keyed,
): CallReading {
  const { webhook } = channel;
  if (webhook === undefined) throw new RefusedError(404, `channel ${channel.name} has no webhook: drop its files instead`);
  if (request.body.length > MAX_BODY_BYTES) throw tooLarge(request.body.length);
  if (secret === undefined)
    throw new RefusedError(401, `channel ${channel.name} has no webhook secret here: set one before calling it`);
  const reply = webhook.handshake?.(request, secret, now);
  if (reply !== undefined) return { reply };
  if (request.method === 'GET') throw new RefusedError(405, `channel ${channel.name} takes its records by POST`);
  webhook.verify(request, secret, now);
  const records = webhook.records?.(request, secret) ?? listed(jsonBody(request.body));
  const readings = records.map((value) => {
    const record = { value, text: JSON.stringify(value) };
    return readRecord(channel, channel.recordTypeOf?.(value), record, now.toISOString(), keyed);
  });
  return { readings };
}

function listed(body: unknown): readonly unknown[] {
  return Array.isArray(body) ? body : [body];
}

/** A body above {@link MAX_BODY_BYTES}. */
export function tooLarge(bytes: number): RefusedError {
  return new RefusedError(413, `the body has ${bytes} bytes: expected at most ${MAX_BODY_BYTES}; drop a file instead`);
}
