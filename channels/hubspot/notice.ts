import { z } from 'zod';
import { type Draft, draft } from '../../contracts/event.ts';
import { contact as contactEvent } from '../../contracts/events/contact.ts';
import { recordType } from '../channel.ts';
import { epochMs } from '../kit/epoch.ts';
import { unkept, vendorId } from '../kit/field.ts';
import { businessDate } from '../kit/time.ts';
import { accountOf } from './contact.ts';
import { zone } from './zone.ts';

/** Columns of our contact by HubSpot's property. Changes of other properties carry nothing for us. */
const COLUMNS: Readonly<Record<string, 'email_key' | 'phone_key' | 'city' | 'region' | 'life_stage' | 'language'>> = {
  email: 'email_key',
  phone: 'phone_key',
  mobilephone: 'phone_key',
  city: 'city',
  state: 'region',
  lifecyclestage: 'life_stage',
  hs_language: 'language',
};

const noticeSchema = z.object({
  subscriptionType: z.string().regex(/^(contact|object)\./, 'expected a notice about contacts, such as contact.propertyChange'),
  objectId: vendorId,
  occurredAt: epochMs,
  objectTypeId: z.literal('0-1', 'expected 0-1, the type of contacts').nullish(),
  propertyName: z.string().max(200).nullish(),
  propertyValue: z.string().max(65_536).nullish(),
  ...unkept('appId', 'associationRemoved', 'associationType', 'attemptNumber', 'changeFlag', 'changeSource', 'eventId'),
  ...unkept('fromObjectId', 'isPrimaryAssociation', 'isSensitive', 'mergedObjectIds', 'newObjectId', 'numberOfPropertiesMoved'),
  ...unkept('portalId', 'primaryObjectId', 'sourceId', 'subscriptionId', 'toObjectId'),
});

/**
 * What a webhook tells: one property of one contact, so that it is a record of its own beside the whole contact and never wipes it.
 * That a contact was made, merged, restored or deleted is checked and counted; the contact itself comes with an export.
 */
export const notice = recordType({ name: 'notice', schema: noticeSchema, toEvents });

function toEvents({
  subscriptionType,
  objectId,
  occurredAt,
  propertyName,
  propertyValue,
}: z.output<typeof noticeSchema>): Draft[] {
  const column = subscriptionType.endsWith('.propertyChange') ? COLUMNS[propertyName ?? ''] : undefined;
  if (column === undefined) return [];
  return [
    draft(
      contactEvent,
      {
        nativeId: `${objectId}/${propertyName}`,
        version: Date.parse(occurredAt),
        occurredAt,
        businessDate: businessDate(occurredAt, zone),
      },
      { account_key: accountOf(objectId), [column]: propertyValue === '' ? null : propertyValue },
    ),
  ];
}
