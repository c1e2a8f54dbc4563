import type { Channel, WebhookRequest } from '../../channels/channel.ts';
import { RefusedError } from '../../contracts/errors.ts';
import { type Keyed, type Reading, readRecord } from '../shared/intake.ts';

/** Largest webhook body taken. API Gateway itself stops at 10 MB; whoever has more drops a file. */
export const MAX_BODY_BYTES = 5_000_000;

/**
 * Reads one webhook call: size, signature, encoding, then record by record. Pure but for the keyed functions.
 * @throws {RefusedError} when nothing of the body can be read; single bad records come back as refused.
 */
export function readCall(
  channel: Channel,
  request: WebhookRequest,
  secret: string | undefined,
  now: Date,
  keyed: Keyed,
): Reading[] {
  const { webhook } = channel;
  if (webhook === undefined) throw new RefusedError(404, `channel ${channel.name} has no webhook: drop its files instead`);
  if (request.body.length > MAX_BODY_BYTES) throw tooLarge(request.body.length);
  if (secret === undefined)
    throw new RefusedError(401, `channel ${channel.name} has no webhook secret here: set one before calling it`);
  webhook.verify(request, secret, now);
  const body = parseBody(request.body);
  const records = webhook.records?.(body) ?? (Array.isArray(body) ? body : [body]);
  return records.map((value) => {
    const record = { value, text: JSON.stringify(value) };
    return readRecord(channel, channel.recordTypeOf?.(value), record, now.toISOString(), keyed);
  });
}

/** A body above {@link MAX_BODY_BYTES}. */
export function tooLarge(bytes: number): RefusedError {
  return new RefusedError(413, `the body has ${bytes} bytes: expected at most ${MAX_BODY_BYTES}; drop a file instead`);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function parseBody(body: Uint8Array): unknown {
  let text: string;
  try {
    text = utf8.decode(body);
  } catch (cause) {
    throw new RefusedError(400, 'expected a body in UTF-8', { cause });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new RefusedError(400, 'expected a JSON body: an object, or an array of objects');
  }
}
