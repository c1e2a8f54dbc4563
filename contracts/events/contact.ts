import { customer, flag, id, integer, oneOf, optional, text } from '../column.ts';
import { defineEvent } from '../event.ts';

export const contact = defineEvent({
  table: 'contact',
  version: 1,
  about: 'What a system knows of a customer. Says which identifiers belong together.',
  grain: 'one customer record of one system, in its latest state',
  columns: {
    ...customer,
    home_org_unit_id: optional(id('Org unit the customer belongs to.')),
    life_stage: optional(id('Life stage in the words of the CRM.')),
    member_tier: optional(id('Tier of the loyalty programme.')),
    companions: optional(oneOf(['alone', 'couple', 'family', 'friends'], 'With whom the customer usually comes.')),
    birth_year: optional(integer('Year only.', { min: 1900, max: 2100 })),
    city: optional(text('City.')),
    region: optional(text('State or province.')),
    language: optional(id('BCP 47 tag.')),
    can_contact: optional(flag('Consent to be asked.')),
  },
});
