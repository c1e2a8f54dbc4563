import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { review as reviewEvent } from '../../contracts/events/review.ts';
import { recordType } from '../channel.ts';
import { unkept } from '../kit/field.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

const text = z.string().max(20_000).nullish();

/** A review. Apple gives no time of change, so the answer that came last is the true one. */
export const review = recordType({
  name: 'customerReviews',
  schema: z.object({
    type: z.literal('customerReviews'),
    id: z.string().min(1).max(200),
    attributes: z.object({
      rating: z.int().min(1).max(5),
      title: text,
      body: text,
      createdDate: isoInstant,
      ...unkept('reviewerNickname', 'territory'),
    }),
    /** Address that the answer gave as its own. */
    request: z.string().max(2000).nullish(),
    ...unkept('relationships', 'links'),
  }),
  toEvents: ({ id, attributes, request }, { receivedAt }) => [
    draft(
      reviewEvent,
      {
        nativeId: id,
        version: Date.parse(receivedAt),
        occurredAt: attributes.createdDate,
        businessDate: businessDate(attributes.createdDate, zone),
      },
      {
        review_id: id,
        product_id: /\/apps\/(\w{1,200})\//.exec(request ?? '')?.[1],
        touchpoint: 'app_use',
        score: attributes.rating,
        scale_max: 5,
        title: attributes.title,
        comment: attributes.body,
      },
    ),
  ],
});
