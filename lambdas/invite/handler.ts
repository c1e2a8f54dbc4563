import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { z } from 'zod';
import { EcholakeError, messageOf } from '../../contracts/errors.ts';
import { RULES_KEY } from '../../contracts/lake.ts';
import { doorPorts, eventQueue, lakeStore } from '../shared/aws/ports.ts';
import { unpackMessage } from '../shared/message.ts';
import { webhookSender } from '../shared/webhook-sender.ts';
import { keptRules } from '../shared/listening-rules.ts';
import { decideInvites, type InvitePorts, sendDue } from './invite.ts';

const ready = invitePorts();

async function invitePorts(): Promise<InvitePorts> {
  const store = lakeStore();
  const { secrets, vault, clock } = await doorPorts();
  const [secret] = secrets.webhookSecrets('invite');
  if (vault === undefined || secret === undefined)
    throw new EcholakeError('invites need ECHOLAKE_VAULT_TABLE and a webhook secret of the name "invite"');
  const rules = await keptRules(store);
  if (rules === null) throw new EcholakeError(`invites need listening rules: expected the object ${RULES_KEY}`);
  return { store, vault, queue: eventQueue(), sender: webhookSender(rules.sender, secret, clock), clock, rules };
}

const batch = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })) }) satisfies z.ZodType<
  Pick<{ Records: Pick<SQSEvent['Records'][number], 'messageId' | 'body'>[] }, 'Records'>
>;

/** Takes events that may trigger a survey from their queue, one batch at a time; called by the clock it sends what is due. */
export async function handler(event: unknown): Promise<SQSBatchResponse> {
  const ports = await ready;
  const messages = batch.safeParse(event);
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of messages.data?.Records ?? []) {
    try {
      const tally = await decideInvites(unpackMessage(body), ports);
      console.log(JSON.stringify({ event: 'invites_decided', ...tally }));
    } catch (error) {
      console.error(JSON.stringify({ event: 'invites_failed', id: messageId, error: messageOf(error) }));
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  if (!messages.success) console.log(JSON.stringify({ event: 'invites_sent', ...(await sendDue(ports)) }));
  return { batchItemFailures };
}
