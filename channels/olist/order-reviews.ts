import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { review } from '../../contracts/events/review.ts';
import { recordType } from '../channel.ts';
import { businessDate } from '../kit/time.ts';
import { hashId, optionalText, time, whole, zone } from './csv.ts';

const shape = {
  review_id: hashId,
  order_id: hashId,
  review_score: whole,
  review_comment_title: optionalText,
  review_comment_message: optionalText,
  review_creation_date: time,
  review_answer_timestamp: time,
};

/**
 * A review. One `review_id` may stand for several orders that the customer answered for in one go, so an event is told by
 * review and order. It counts on the day the customer answered.
 */
export const orderReviews = recordType({
  name: 'order_reviews',
  schema: z.object(shape),
  header: Object.keys(shape),
  toEvents: (row) => [
    draft(
      review,
      {
        nativeId: `${row.review_id}/${row.order_id}`,
        version: Date.parse(row.review_answer_timestamp),
        occurredAt: row.review_answer_timestamp,
        businessDate: businessDate(row.review_answer_timestamp, zone),
      },
      {
        review_id: row.review_id,
        order_id: row.order_id,
        touchpoint: 'marketplace_delivery',
        score: row.review_score,
        scale_max: 5,
        title: row.review_comment_title,
        comment: row.review_comment_message,
        language: 'pt-BR',
        is_verified_purchase: true,
      },
    ),
  ],
});
