import { z } from 'zod';
import { draft } from '../../../contracts/event.ts';
import { surveyResponse } from '../../../contracts/events/survey-response.ts';
import { recordType } from '../../channel.ts';
import { customerBlock, customerKeys } from '../customer.ts';
import { unkept } from '../field.ts';
import { businessDate, isoInstant } from '../time.ts';
import { zone } from './zone.ts';

export const touchpoint = 'feedback';

/** A rating, which a later `updated_at` replaces. */
export const rating = recordType({
  name: 'rating',
  schema: z.object({
    rating_id: z.string().min(1).max(200),
    store: z.string().min(1).max(200).nullish(),
    rated_at: isoInstant,
    updated_at: isoInstant.nullish(),
    stars: z.int().min(1).max(5),
    comment: z.string().max(20_000).nullish(),
    customer: customerBlock.nullish(),
    ...unkept('customer_name', 'ip_address'),
  }),
  toEvents: (record) => [
    draft(
      surveyResponse,
      {
        nativeId: record.rating_id,
        version: Date.parse(record.updated_at ?? record.rated_at),
        occurredAt: record.rated_at,
        businessDate: businessDate(record.rated_at, zone),
      },
      {
        response_id: record.rating_id,
        survey_id: 'template',
        status: 'completed',
        ...customerKeys(record.customer),
        org_unit_id: record.store,
        touchpoint,
        completed_at: record.rated_at,
        csat_score: record.stars,
        csat_scale_max: 5,
        comment: record.comment,
        answers: [],
      },
    ),
  ],
});
