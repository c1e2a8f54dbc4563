import { z } from 'zod';
import { type Draft, draft } from '../../contracts/event.ts';
import { contact } from '../../contracts/events/contact.ts';
import { recordType } from '../channel.ts';
import { optionalText, unkept, vendorId } from '../kit/field.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { accountOf } from './ticket.ts';
import { zone } from './zone.ts';

interface User {
  readonly id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly role: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly locale: string | null;
}

/** End users are customers. Agents and admins are staff, and make no event. */
export function userEvents(user: User): Draft[] {
  if (user.role !== 'end-user') return [];
  return [
    draft(
      contact,
      {
        nativeId: user.id,
        version: Date.parse(user.updated_at),
        occurredAt: user.created_at,
        businessDate: businessDate(user.created_at, zone),
      },
      { account_key: accountOf(user.id), email_key: user.email, phone_key: user.phone, language: user.locale },
    ),
  ];
}

/** Personal and other fields of a user that are not kept. */
export const USER_FIELDS = unkept(
  'active',
  'alias',
  'authenticity_token',
  'chat_only',
  'custom_role_id',
  'default_group_id',
  'details',
  'external_id',
  'iana_time_zone',
  'last_active',
  'last_login_at',
  'locale_id',
  'moderator',
  'name',
  'notes',
  'only_private_comments',
  'organization_id',
  'permanently_deleted',
  'photo',
  'remote_photo_url',
  'report_csv',
  'restricted_agent',
  'role_type',
  'shared',
  'shared_agent',
  'shared_phone_number',
  'signature',
  'suspended',
  'tags',
  'ticket_restriction',
  'time_zone',
  'two_factor_auth_enabled',
  'url',
  'user_fields',
  'verified',
);

/** A user as the API gives it. https://developer.zendesk.com/api-reference/ticketing/users/users/#json-format */
export const user = recordType({
  name: 'user',
  schema: z.object({
    id: vendorId,
    created_at: isoInstant,
    updated_at: isoInstant,
    role: z.string().max(50),
    email: optionalText,
    phone: optionalText,
    locale: optionalText,
    ...USER_FIELDS,
  }),
  toEvents: userEvents,
});
