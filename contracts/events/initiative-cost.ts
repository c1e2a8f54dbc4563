import { amount, currency, id, oneOf, optional } from '../column.ts';
import { defineEvent } from '../event.ts';

export const initiativeCost = defineEvent({
  table: 'initiative_cost',
  version: 1,
  about: 'What an initiative cost.',
  grain: 'one posting',
  columns: {
    initiative_id: id('Initiative.'),
    org_unit_id: optional(id('Org unit that paid.')),
    kind: oneOf(['labour', 'material', 'system', 'compensation', 'other'], 'Kind of cost.'),
    amount: amount('Cost.'),
    currency: currency(),
  },
});
