import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { contact } from '../../contracts/events/contact.ts';
import { recordType } from '../channel.ts';
import { unkept } from '../kit/field.ts';
import { businessDate } from '../kit/time.ts';
import { common, identifiersOf, traits } from './message.ts';
import { zone } from './zone.ts';

/** The year of an ISO 8601 day. */
function yearOf(day: string | null | undefined): number | null {
  const [, year] = /^((?:19|20)\d\d)-\d\d-\d\d/.exec(day ?? '') ?? [];
  return year === undefined ? null : Number(year);
}

export const identifySchema = z.object({ ...common, type: z.literal('identify'), traits: traits.nullish() });

/**
 * What an app learned of a user. Each call is a record of its own: it tells some traits and not the whole user, and a user id may be
 * personal, so it names no event.
 */
export const identify = recordType({
  name: 'identify',
  schema: identifySchema,
  toEvents: (record) => [
    draft(
      contact,
      {
        nativeId: record.messageId,
        version: Date.parse(record.timestamp),
        occurredAt: record.timestamp,
        businessDate: businessDate(record.timestamp, zone),
      },
      {
        ...identifiersOf(record),
        birth_year: yearOf(record.traits?.birthday),
        city: record.traits?.address?.city,
        region: record.traits?.address?.state,
        language: record.context?.locale,
      },
    ),
  ],
});

/** That two ids are one user. The earlier one is anonymous nearly always, and is taken as that. */
export const alias = recordType({
  name: 'alias',
  schema: z.object({ ...common, type: z.literal('alias'), previousId: z.string().min(1).max(512) }),
  toEvents: (record) => [
    draft(
      contact,
      {
        nativeId: record.messageId,
        version: Date.parse(record.timestamp),
        occurredAt: record.timestamp,
        businessDate: businessDate(record.timestamp, zone),
      },
      { account_key: record.userId, cookie_key: record.previousId },
    ),
  ],
});

/** That a user belongs to a firm, which is nobody's event here. */
export const group = recordType({
  name: 'group',
  schema: z.object({ ...common, type: z.literal('group'), ...unkept('groupId', 'traits') }),
  toEvents: () => [],
});
