import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { conversationTurn } from '../../contracts/events/conversation-turn.ts';
import { recordType } from '../channel.ts';
import { unkept } from '../kit/field.ts';
import { businessDate } from '../kit/time.ts';
import { account, chatwootTime, conversationDraft, conversationFields, conversationId } from './fields.ts';
import { zone } from './zone.ts';

/** The guide shows ids as text, the product sends numbers. */
const messageId = z.union(
  [
    z.int().min(1),
    z
      .string()
      .regex(/^[1-9]\d{0,15}$/)
      .transform(Number),
  ],
  'expected the number of a message',
);

const PEOPLE: readonly unknown[] = ['user', 'contact'];

/**
 * A message, with the conversation it belongs to. Notes among agents make no turn. Numbers of messages rise within an account, so
 * they serve as the place in the conversation.
 */
export const message = recordType({
  name: 'message',
  schema: z.object({
    event: z.enum(['message_created', 'message_updated']),
    account,
    conversation: z.object(conversationFields),
    id: messageId,
    content: z.string().max(20_000).nullish(),
    created_at: chatwootTime,
    message_type: z.enum(['incoming', 'outgoing', 'activity', 'template']),
    private: z.boolean().nullish(),
    sender: z
      .object({
        type: z.string().max(50).nullish(),
        ...unkept('id', 'name', 'email', 'phone_number', 'avatar', 'identifier'),
        ...unkept('thumbnail', 'additional_attributes', 'custom_attributes', 'blocked'),
      })
      .nullish(),
    ...unkept('additional_attributes', 'content_attributes', 'content_type', 'source_id', 'inbox', 'contact', 'attachments'),
  }),
  toEvents: (record, { receivedAt }) => {
    const { id, created_at, message_type, sender } = record;
    const whole = conversationDraft(record.account.id, record.conversation, receivedAt);
    if (record.private === true) return [whole];
    const conversation = conversationId(record.account.id, record.conversation.id);
    const isBot = sender == null || !PEOPLE.includes(sender.type ?? 'user');
    const turn = draft(
      conversationTurn,
      {
        nativeId: `${conversation}/${id}`,
        version: Date.parse(receivedAt),
        occurredAt: created_at,
        businessDate: businessDate(record.conversation.created_at, zone),
      },
      {
        conversation_id: conversation,
        turn_number: id,
        speaker: ({ incoming: 'customer', outgoing: isBot ? 'bot' : 'agent', template: 'bot', activity: 'system' } as const)[
          message_type
        ],
        comment: record.content,
        began_ms: Math.max(0, Date.parse(created_at) - Date.parse(record.conversation.created_at)),
      },
    );
    return [whole, turn];
  },
});
