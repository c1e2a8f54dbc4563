import { z } from 'zod';
import type { WebhookReply, WebhookRequest } from '../channel.ts';
import { jsonBody } from './body.ts';

const MARK = 'url_verification';
const asked = z.object({ type: z.literal(MARK), challenge: z.string().min(1).max(500) });
/** Nothing that holds records is as short, or has to be parsed twice. */
const MOST_BYTES = 2_000;

/**
 * Answers the call by which a sender tries an address as Slack does, `{"type":"url_verification","challenge":"…"}`, with the challenge; it is
 * signed like any other. https://docs.slack.dev/reference/events/url_verification
 * @throws {RefusedError} 401 when it is not signed.
 */
export function answerChallenge(request: WebhookRequest, verify: (request: WebhookRequest) => void): WebhookReply | undefined {
  const { body } = request;
  if (body.length > MOST_BYTES || !Buffer.from(body).includes(MARK)) return undefined;
  verify(request);
  const { success, data } = asked.safeParse(jsonBody(body));
  return success ? { status: 200, contentType: 'text/plain', body: data.challenge } : undefined;
}
