import { day, id, oneOf, optional, text } from '../column.ts';
import { defineEvent } from '../event.ts';

export const initiative = defineEvent({
  table: 'initiative',
  version: 1,
  about: 'Something the business does to make an experience better.',
  grain: 'one initiative, in its latest state',
  columns: {
    initiative_id: id('Initiative.'),
    name: text('Name.'),
    touchpoint: optional(id('Touchpoint it is meant to mend.')),
    owner_id: optional(id('Person or team, by a staff number.')),
    status: oneOf(['planned', 'running', 'done', 'stopped'], 'State.'),
    start_date: optional(day('First day.')),
    end_date: optional(day('Last day.')),
  },
});
