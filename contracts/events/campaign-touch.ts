import { customer, id, oneOf, optional, place } from '../column.ts';
import { defineEvent } from '../event.ts';

export const campaignTouch = defineEvent({
  table: 'campaign_touch',
  version: 1,
  about: 'A contact of a customer with a campaign.',
  grain: 'one touch',
  columns: {
    campaign_id: id('Campaign.'),
    medium: id('Where it met the customer: search, social, sms, push, in_store.'),
    ...customer,
    ...place,
    kind: oneOf(['impression', 'click', 'open', 'redeem'], 'What the customer did.'),
    creative_id: optional(id('Creative.')),
  },
});
