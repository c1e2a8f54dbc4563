import type { Channel, WebhookReply, WebhookRequest } from '../../channels/channel.ts';
import { RefusedError } from '../../contracts/errors.ts';
import { type Keyed, type Reading, readRecord } from '../shared/intake.ts';
import { jsonRecords, type SentRecord } from './json-records.ts';

/** Largest webhook body taken. API Gateway itself stops at 10 MB; whoever has more drops a file. */
export const MAX_BODY_BYTES = 5_000_000;

/** What a call came to: an answer that its vendor waits for, or its records and the secret that it was signed with. */
export type CallReading = { readonly reply: WebhookReply } | { readonly readings: readonly Reading[]; readonly secret: string };

/**
 * Reads one webhook call: size, handshake, signature by any of the secrets, then record by record. Pure but for the keyed functions.
 * @throws {RefusedError} when nothing of the body can be read; single bad records come back as refused.
 */
export function readCall(
  channel: Channel,
  request: WebhookRequest,
  secrets: readonly string[],
  now: Date,
  keyed: Keyed,
): CallReading {
  const { webhook } = channel;
  if (webhook === undefined) throw new RefusedError(404, `channel ${channel.name} has no webhook: drop its files instead`);
  if (request.body.length > MAX_BODY_BYTES) throw tooLarge(request.body.length);
  if (secrets.length === 0)
    throw new RefusedError(401, `channel ${channel.name} has no webhook secret here: set one before calling it`);
  const opened = withAnyOf(secrets, (secret) => openCall(channel.name, webhook, request, secret, now));
  if ('reply' in opened) return opened;
  const readings = opened.records.map((record) =>
    readRecord(channel, channel.recordTypeOf?.(record.value), record, now.toISOString(), keyed),
  );
  return { readings, secret: opened.secret };
}

function openCall(
  name: string,
  webhook: NonNullable<Channel['webhook']>,
  request: WebhookRequest,
  secret: string,
  now: Date,
): { readonly reply: WebhookReply } | { readonly records: readonly SentRecord[]; readonly secret: string } {
  const reply = webhook.handshake?.(request, secret, now);
  if (reply !== undefined) return { reply };
  if (request.method === 'GET') throw new RefusedError(405, `channel ${name} takes its records by POST`);
  webhook.verify(request, secret, now);
  const unwrapped = webhook.records?.(request, secret).map((value) => ({ value, text: JSON.stringify(value) }));
  return { records: unwrapped ?? jsonRecords(request.body), secret };
}

/** The first secret that the call is signed with. When none fits, what is wrong is said of the first, which is the newest. */
function withAnyOf<T>(secrets: readonly string[], attempt: (secret: string) => T): T {
  let first: unknown;
  for (const secret of secrets) {
    try {
      return attempt(secret);
    } catch (error) {
      if (!(error instanceof RefusedError) || error.status !== 401) throw error;
      first ??= error;
    }
  }
  throw first;
}

/** A body above {@link MAX_BODY_BYTES}. */
export function tooLarge(bytes: number): RefusedError {
  return new RefusedError(413, `the body has ${bytes} bytes: expected at most ${MAX_BODY_BYTES}; drop a file instead`);
}
