import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { contact as contactEvent } from '../../contracts/events/contact.ts';
import { recordType } from '../channel.ts';
import { unkept } from '../kit/field.ts';
import { businessDate } from '../kit/time.ts';
import { account, person, personKeys } from './fields.ts';
import { zone } from './zone.ts';

/** A customer was made known or changed: which identifiers belong together. The event has no time, so it happened when it came. */
export const contact = recordType({
  name: 'contact',
  schema: z.object({
    event: z.enum(['contact_created', 'contact_updated']),
    ...person,
    account,
    ...unkept('changed_attributes'),
  }),
  toEvents: (record, { receivedAt }) => [
    draft(
      contactEvent,
      {
        nativeId: `${record.account.id}/${record.id}`,
        version: Date.parse(receivedAt),
        occurredAt: receivedAt,
        businessDate: businessDate(receivedAt, zone),
      },
      personKeys(record.account.id, record),
    ),
  ],
});
