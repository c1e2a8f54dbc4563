import { customer, freeText, id, instant, integer, oneOf, optional, place, real } from '../column.ts';
import { defineEvent } from '../event.ts';

export const conversation = defineEvent({
  table: 'conversation',
  version: 1,
  about: 'A call or chat of a customer with us, in its latest state.',
  grain: 'one call or chat',
  columns: {
    conversation_id: id('Conversation.'),
    medium: oneOf(['call', 'chat'], 'Spoken or written.'),
    ...customer,
    ...place,
    order_id: optional(id('Order it is about.')),
    ticket_id: optional(id('Ticket it belongs to.')),
    queue: optional(id('Queue or inbox it came in by.')),
    agent_id: optional(id('Who talked last for us, by a staff number.')),
    topic: optional(id('What it is about.')),
    status: oneOf(['open', 'answered', 'abandoned', 'missed'], 'What became of it.'),
    started_at: instant('First ring or word.'),
    answered_at: optional(instant('First word from us.')),
    ended_at: optional(instant('Last word.')),
    duration_ms: optional(integer('Length.', { min: 0, unit: 'ms' })),
    customer_talk_ms: optional(integer('Time the customer talked.', { min: 0, unit: 'ms' })),
    agent_talk_ms: optional(integer('Time we talked.', { min: 0, unit: 'ms' })),
    silence_ms: optional(integer('Time nobody talked.', { min: 0, unit: 'ms' })),
    interruption_count: optional(integer('Times one talked over the other.', { min: 0 })),
    customer_sentiment: optional(real('The vendor’s score of the customer’s mood, −5 to 5.')),
    agent_sentiment: optional(real('The vendor’s score of our mood, −5 to 5.')),
    summary: optional(freeText('What it came to.')),
    language: optional(id('BCP 47 tag.')),
  },
});
