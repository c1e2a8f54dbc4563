import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { surveyInvite } from '../../contracts/events/survey-invite.ts';
import { recordType } from '../channel.ts';
import { customerBlock, customerKeys } from '../kit/customer.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

export const inviteSchema = z.object({
  type: z.literal('invite'),
  invite_id: z.string().min(1).max(200),
  survey_id: z.string().min(1).max(200),
  order_id: z.string().max(200).nullish(),
  org_unit_id: z.string().max(200).nullish(),
  touchpoint: z.string().max(200).nullish(),
  status: z.enum(['sent', 'delivered', 'opened', 'bounced', 'skipped']),
  skip_reason: z.string().max(200).nullish(),
  sent_by: z.string().max(50).nullish(),
  customer: customerBlock.nullish(),
  decided_at: isoInstant,
  sent_at: isoInstant.nullish(),
  updated_at: isoInstant.nullish(),
});

/** That a customer was asked, or was not and why. A later `updated_at` replaces the state of the same `invite_id`. */
export const invite = recordType({
  name: 'invite',
  schema: inviteSchema,
  toEvents: (record) => [
    draft(
      surveyInvite,
      {
        nativeId: record.invite_id,
        version: Date.parse(record.updated_at ?? record.decided_at),
        occurredAt: record.decided_at,
        businessDate: businessDate(record.decided_at, zone),
      },
      {
        invite_id: record.invite_id,
        survey_id: record.survey_id,
        order_id: record.order_id,
        status: record.status,
        skip_reason: record.skip_reason,
        sent_by: record.sent_by,
        ...customerKeys(record.customer),
        org_unit_id: record.org_unit_id,
        touchpoint: record.touchpoint,
        sent_at: record.sent_at,
      },
    ),
  ],
});
