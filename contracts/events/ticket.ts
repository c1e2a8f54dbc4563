import { customer, freeText, id, instant, oneOf, optional, place } from '../column.ts';
import { defineEvent } from '../event.ts';

export const ticket = defineEvent({
  table: 'ticket',
  version: 1,
  about: 'A customer’s case that someone has to solve, in its latest state.',
  grain: 'one ticket',
  columns: {
    ticket_id: id('Ticket.'),
    parent_ticket_id: optional(id('Ticket it was split from.')),
    order_id: optional(id('Order it is about.')),
    response_id: optional(id('Survey response that raised it.')),
    ...customer,
    ...place,
    topic: optional(id('What it is about.')),
    cause: optional(id('Cause found when it was solved.')),
    priority: optional(oneOf(['low', 'normal', 'high', 'urgent'], 'Urgency.')),
    status: oneOf(['new', 'open', 'pending', 'on_hold', 'solved', 'closed'], 'State.'),
    owner_id: optional(id('Person or team, by a staff number.')),
    subject: optional(freeText('Headline.')),
    opened_at: instant('Opened.'),
    first_replied_at: optional(instant('First answer to the customer.')),
    solved_at: optional(instant('Last solved.')),
    due_at: optional(instant('End of its service promise.')),
  },
});
