import { z } from 'zod';
import { recordType } from '../channel.ts';
import { unkept } from '../kit/field.ts';
import { account, conversationDraft, conversationFields } from './fields.ts';

/** Something about a conversation has changed; the event brings it whole. */
export const conversation = recordType({
  name: 'conversation',
  schema: z.object({
    event: z.enum(['conversation_created', 'conversation_updated', 'conversation_status_changed']),
    account,
    ...conversationFields,
    ...unkept('changed_attributes'),
  }),
  toEvents: (record, { receivedAt }) => [conversationDraft(record.account.id, record, receivedAt)],
});
