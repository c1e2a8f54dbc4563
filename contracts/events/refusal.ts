import { id, integer, oneOf, optional, text } from '../column.ts';
import { defineEvent } from '../event.ts';

/** Written by the door itself. What was wrong, never what was sent: that lies sealed in quarantine. */
export const refusal = defineEvent({
  table: 'refusal',
  version: 1,
  about: 'A record that was refused at the door and went to quarantine.',
  grain: 'one refused record, however often it was sent',
  columns: {
    record_type: optional(id('Kind of record, where it could be told.')),
    source: oneOf(['webhook', 'file'], 'Way it came in.'),
    field: text('First field that was wrong; empty for the record itself.'),
    expected: text('What was expected of it.'),
    problem_count: integer('Things that were wrong with the record.', { min: 1 }),
  },
});
