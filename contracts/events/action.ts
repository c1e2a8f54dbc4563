import { day, id, oneOf, optional, text } from '../column.ts';
import { defineEvent } from '../event.ts';

export const action = defineEvent({
  table: 'action',
  version: 1,
  about: 'A step of an initiative in one org unit.',
  grain: 'one action in one org unit, in its latest state',
  columns: {
    action_id: id('Action.'),
    initiative_id: optional(id('Initiative it belongs to.')),
    org_unit_id: id('Org unit that acts.'),
    stage: oneOf(['planned', 'started', 'done', 'verified', 'dropped'], 'State.'),
    title: text('What is done.'),
    start_date: optional(day('First day in force.')),
    end_date: optional(day('Last day in force.')),
    owner_id: optional(id('Person or team, by a staff number.')),
  },
});
