import { id, oneOf, optional } from '../column.ts';
import { defineEvent } from '../event.ts';

export const referral = defineEvent({
  table: 'referral',
  version: 1,
  about: 'A customer who brought another.',
  grain: 'one referral',
  columns: {
    referral_id: id('Referral.'),
    referrer_contact_id: id('Contact record of the one who recommended, as its channel names it.'),
    referred_contact_id: optional(id('Contact record of the one who came.')),
    status: oneOf(['invited', 'joined', 'first_order'], 'Furthest state known.'),
    first_order_id: optional(id('First order of the one who came.')),
    programme: optional(id('Referral programme.')),
  },
});
