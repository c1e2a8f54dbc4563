import { freeText, id, oneOf, optional, text } from '../column.ts';
import { defineEvent } from '../event.ts';

export const ticketEvent = defineEvent({
  table: 'ticket_event',
  version: 1,
  about: 'A move of a ticket: a change of a field or a comment.',
  grain: 'one change or comment',
  columns: {
    ticket_id: id('Ticket.'),
    kind: oneOf(
      ['created', 'status', 'owner', 'priority', 'field', 'public_reply', 'internal_note', 'escalated', 'reopened'],
      'What moved.',
    ),
    field_name: optional(id('Field that changed, in the words of the system.')),
    from_value: optional(text('Before.')),
    to_value: optional(text('After.')),
    actor_id: optional(id('Who moved it, by a staff number.')),
    actor_role: optional(oneOf(['customer', 'staff', 'system'], 'On whose side.')),
    comment: optional(freeText('What was written.')),
  },
});
