import { freeText, id, integer, oneOf, optional } from '../column.ts';
import { defineEvent } from '../event.ts';

export const conversationTurn = defineEvent({
  table: 'conversation_turn',
  version: 1,
  about: 'What one side said before the other spoke again.',
  grain: 'one turn of one conversation',
  columns: {
    conversation_id: id('Conversation.'),
    turn_number: integer('Place in the conversation: from 1, or a number of the vendor’s that rises with it.', { min: 1 }),
    speaker: oneOf(['customer', 'agent', 'bot', 'system'], 'Who spoke.'),
    comment: optional(freeText('What was said.')),
    sentiment: optional(oneOf(['positive', 'neutral', 'negative', 'mixed'], 'The vendor’s label.')),
    began_ms: optional(integer('Start, from the start of the conversation.', { min: 0, unit: 'ms' })),
    finished_ms: optional(integer('End, from the start of the conversation.', { min: 0, unit: 'ms' })),
  },
});
