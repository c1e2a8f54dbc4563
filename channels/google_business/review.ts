import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { review as reviewEvent } from '../../contracts/events/review.ts';
import { recordType } from '../channel.ts';
import { unkept } from '../kit/field.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

const STARS = { ONE: 1, TWO: 2, THREE: 3, FOUR: 4, FIVE: 5 } as const;

const NAME = /^accounts\/[^/]+\/locations\/([^/]{1,200})\/reviews\/([^/]{1,200})$/;

/** A review of one location, in its latest state. */
export const review = recordType({
  name: 'review',
  schema: z.object({
    name: z.string().regex(NAME, 'expected accounts/{accountId}/locations/{locationId}/reviews/{reviewId}'),
    starRating: z.enum(['ONE', 'TWO', 'THREE', 'FOUR', 'FIVE']),
    comment: z.string().max(20_000).nullish(),
    createTime: isoInstant,
    updateTime: isoInstant,
    ...unkept('reviewId', 'reviewer', 'reviewReply', 'reviewMediaItems'),
  }),
  toEvents: ({ name, starRating, comment, createTime, updateTime }) => {
    const [, location, reviewId = name] = NAME.exec(name) ?? [];
    return [
      draft(
        reviewEvent,
        {
          nativeId: reviewId,
          version: Date.parse(updateTime),
          occurredAt: createTime,
          businessDate: businessDate(createTime, zone),
        },
        {
          review_id: reviewId,
          org_unit_id: location,
          touchpoint: 'dine_in_meal',
          score: STARS[starRating],
          scale_max: 5,
          comment,
        },
      ),
    ];
  },
});
