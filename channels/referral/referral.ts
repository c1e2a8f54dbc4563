import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { referral as referralEvent } from '../../contracts/events/referral.ts';
import { recordType } from '../channel.ts';
import { looksPersonal } from '../kit/record-number.ts';
import { cell } from '../kit/table.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

const id = z.string().min(1).max(200);

/** A record number of another channel, such as `members/C-0000042`. It is kept in the clear. */
const contactId = id.refine(
  (value) => !looksPersonal(value),
  'expected a contact record such as members/C-0000042: no phone, no e-mail address',
);

export const referralSchema = z
  .object({
    type: cell(z.literal('referral')),
    referral_id: contactId,
    referrer_contact_id: contactId,
    referred_contact_id: cell(contactId),
    status: referralEvent.columns.status.schema,
    first_order_id: cell(id),
    programme: cell(id),
    referred_at: isoInstant,
    updated_at: isoInstant,
  })
  .superRefine((record, context) => {
    const expect = (holds: boolean, path: string, message: string) => {
      if (!holds) context.addIssue({ code: 'custom', path: [path], message });
    };
    const { status, referred_contact_id: referred } = record;
    expect(status === 'invited' || referred != null, 'referred_contact_id', 'expected the one who came, once someone joined');
    expect(
      referred == null || referred !== record.referrer_contact_id,
      'referred_contact_id',
      'expected another contact than the referrer',
    );
    expect(
      status !== 'first_order' || record.first_order_id != null,
      'first_order_id',
      'expected the first order with status first_order',
    );
    expect(
      Date.parse(record.updated_at) >= Date.parse(record.referred_at),
      'updated_at',
      'expected a time not before referred_at',
    );
  });

/** A customer who brought another. A later `updated_at` replaces the state of the same `referral_id`. */
export const referral = recordType({
  name: 'referral',
  header: ['referral_id', 'referrer_contact_id', 'status', 'referred_at', 'updated_at'],
  schema: referralSchema,
  toEvents: (record) => [
    draft(
      referralEvent,
      {
        nativeId: record.referral_id,
        version: Date.parse(record.updated_at),
        occurredAt: record.referred_at,
        businessDate: businessDate(record.referred_at, zone),
      },
      {
        referral_id: record.referral_id,
        referrer_contact_id: record.referrer_contact_id,
        referred_contact_id: record.referred_contact_id,
        status: record.status,
        first_order_id: record.first_order_id,
        programme: record.programme,
      },
    ),
  ],
});
