import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { review } from '../../contracts/events/review.ts';
import { recordType } from '../channel.ts';
import { epochMs } from '../kit/epoch.ts';
import { unkept, vendorId } from '../kit/field.ts';
import { businessDate, localInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

const account = z.string().max(512).nullish();

/** A review of one product of an order. JD gives no time of change, so the answer that came last is the true one. */
export const comment = recordType({
  name: 'comment',
  schema: z.object({
    commentId: vendorId,
    skuid: vendorId,
    orderId: vendorId.nullish(),
    score: z.int().min(1).max(5),
    content: z.string().max(20_000).nullish(),
    creationTime: z.union([epochMs, localInstant(zone)], 'expected milliseconds, or a time like 2018-08-15 11:30:33'),
    open_id_buyer: account,
    pin: account,
    ...unkept(
      'xid_buyer',
      'encrypt_orderId',
      'nickName',
      'skuImage',
      'skuName',
      'replyCount',
      'status',
      'usefulCount',
      'isVenderReply',
      'replies',
      'images',
      'videos',
      'imiageStatus',
    ),
  }),
  toEvents: (record, { receivedAt }) => [
    draft(
      review,
      {
        nativeId: record.commentId,
        version: Date.parse(receivedAt),
        occurredAt: record.creationTime,
        businessDate: businessDate(record.creationTime, zone),
      },
      {
        review_id: record.commentId,
        order_id: record.orderId,
        product_id: record.skuid,
        account_key: record.open_id_buyer || record.pin,
        touchpoint: 'marketplace_delivery',
        score: record.score,
        scale_max: 5,
        comment: record.content || null,
        is_verified_purchase: true,
      },
    ),
  ],
});
