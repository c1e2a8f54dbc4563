import { amount, currency, id, integer, optional } from '../column.ts';
import { defineEvent } from '../event.ts';

export const campaignSpend = defineEvent({
  table: 'campaign_spend',
  version: 1,
  about: 'What a campaign cost in a day.',
  grain: 'one campaign, medium and day',
  columns: {
    campaign_id: id('Campaign.'),
    medium: id('Where it ran.'),
    org_unit_id: optional(id('Org unit that paid.')),
    amount: amount('Spent.'),
    currency: currency(),
    impression_count: optional(integer('Times shown.', { min: 0 })),
    click_count: optional(integer('Times clicked.', { min: 0 })),
  },
});
