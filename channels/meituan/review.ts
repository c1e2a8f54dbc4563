import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { review as reviewEvent } from '../../contracts/events/review.ts';
import { recordType } from '../channel.ts';
import { unkept, vendorId } from '../kit/field.ts';
import { businessDate, localInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

/** A day, or a time on Meituan's clocks. A day counts from its first moment. */
const dayOrTime = z
  .string()
  .transform((text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? `${text} 00:00:00` : text))
  .pipe(localInstant(zone));

const stars = z.int().min(0).max(5).nullish();
const text = z.string().max(10_000).nullish();

/** A review of one delivered order. What the customer added later stands below the first text. */
export const review = recordType({
  name: 'comment',
  schema: z.object({
    comment_id: vendorId,
    comment_time: dayOrTime,
    comment_content: text,
    add_comment: text,
    /** The stars that the store is rated by; taste, packing and courier have their own. */
    food_comment_score: stars,
    /** Store, in the words of the business, as the answer was asked for. */
    ePoiId: vendorId.nullish(),
    user_id: vendorId.nullish(),
    ...unkept(
      'order_comment_score',
      'delivery_comment_score',
      'packing_score',
      'result',
      'add_comment_time',
      'comment_lables',
      'ship_time',
      'over_delivery_time_desc',
      'comment_pictures',
      'praise_food_list',
      'critic_food_list',
      'comment_order_detail',
      'reply_status',
      'e_reply_content',
      'e_reply_time',
      'comment_type',
      'valid',
    ),
  }),
  toEvents: (record, { receivedAt }) => {
    const { comment_id, comment_time, food_comment_score } = record;
    return [
      draft(
        reviewEvent,
        {
          nativeId: comment_id,
          version: Date.parse(receivedAt),
          occurredAt: comment_time,
          businessDate: businessDate(comment_time, zone),
        },
        {
          review_id: comment_id,
          account_key: record.user_id,
          org_unit_id: record.ePoiId,
          touchpoint: 'delivery_meal',
          // 0 stands for a part that was not rated.
          score: food_comment_score || null,
          scale_max: 5,
          comment: [record.comment_content, record.add_comment].filter(Boolean).join('\n') || null,
        },
      ),
    ];
  },
});
