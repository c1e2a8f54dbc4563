import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { contact as contactEvent } from '../../contracts/events/contact.ts';
import { recordType } from '../channel.ts';
import { optionalText, unkept, vendorId } from '../kit/field.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

/** HubSpot's own properties of a contact. https://knowledge.hubspot.com/properties/hubspots-default-contact-properties */
const properties = z.object({
  email: optionalText,
  phone: optionalText,
  mobilephone: optionalText,
  city: optionalText,
  state: optionalText,
  lifecyclestage: optionalText,
  hs_language: optionalText,
  hs_email_optout: z.string().max(10).nullish(),
  ...unkept('address', 'annualrevenue', 'associatedcompanyid', 'company', 'country', 'createdate', 'date_of_birth', 'fax'),
  ...unkept('firstname', 'gender', 'hs_additional_emails', 'hs_full_name_or_email', 'hs_ip_timezone', 'hs_object_id', 'ip_city'),
  ...unkept('ip_country', 'ip_state', 'jobtitle', 'lastmodifieddate', 'lastname', 'message', 'salutation', 'twitterhandle'),
  ...unkept(
    'hs_calculated_phone_number',
    'hs_calculated_mobile_number',
    'hs_searchable_calculated_phone_number',
    'hs_whatsapp_phone_number',
  ),
  ...unkept('hs_email_domain', 'hs_linkedin_url', 'hubspot_owner_id', 'linkedinbio', 'twitterbio', 'website', 'zip'),
});

/** A contact is an account in HubSpot only. */
export function accountOf(id: string): string {
  return `hubspot:${id}`;
}

/** A contact as the CRM API gives it. A later `updatedAt` replaces the state of the same `id`; an archived one makes no event. */
export const contact = recordType({
  name: 'contact',
  schema: z.object({
    id: vendorId,
    properties,
    createdAt: isoInstant,
    updatedAt: isoInstant,
    archived: z.boolean().nullish(),
    ...unkept('archivedAt', 'associations', 'propertiesWithHistory', 'url'),
  }),
  toEvents: ({ id, properties: known, createdAt, updatedAt, archived }) => {
    if (archived === true) return [];
    return [
      draft(
        contactEvent,
        { nativeId: id, version: Date.parse(updatedAt), occurredAt: createdAt, businessDate: businessDate(createdAt, zone) },
        {
          account_key: accountOf(id),
          email_key: known.email,
          phone_key: known.mobilephone ?? known.phone,
          life_stage: known.lifecyclestage,
          city: known.city,
          region: known.state,
          language: known.hs_language,
          can_contact: known.hs_email_optout === 'true' ? false : null,
        },
      ),
    ];
  },
});
