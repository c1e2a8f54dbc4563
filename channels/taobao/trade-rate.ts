import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { review } from '../../contracts/events/review.ts';
import { recordType } from '../channel.ts';
import { unkept, vendorId } from '../kit/field.ts';
import { businessDate, localInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

/** Taobao asks for good, neutral or bad. On five stars, so that good alone is in the two top boxes. */
const STARS = { good: 5, neutral: 3, bad: 1 } as const;

/** A nick is shown with asterisks to whom it does not concern, and then stands for many people. */
const MASKED = /\*/;

const text = z.string().max(10_000).nullish();
const rest = unkept('rated_nick', 'item_title', 'item_price', 'reply', 'valid_score', 'logistics_service_score');

/** A buyer's review of one item of a trade. Taobao gives no time of change, so the answer that came last is the true one. */
export const received = recordType({
  name: 'trade_rate',
  schema: z.object({
    tid: vendorId,
    oid: vendorId,
    role: z.literal('buyer'),
    result: z.enum(['good', 'neutral', 'bad']),
    created: localInstant(zone),
    content: text,
    num_iid: vendorId.nullish(),
    nick: z.string().max(512).nullish(),
    ...rest,
  }),
  toEvents: ({ tid, oid, result, created, content, num_iid, nick }, { receivedAt }) => [
    draft(
      review,
      {
        nativeId: `${tid}/${oid}`,
        version: Date.parse(receivedAt),
        occurredAt: created,
        businessDate: businessDate(created, zone),
      },
      {
        review_id: `${tid}/${oid}`,
        order_id: tid,
        product_id: num_iid,
        account_key: nick != null && MASKED.test(nick) ? null : nick,
        touchpoint: 'marketplace_delivery',
        score: STARS[result],
        scale_max: 5,
        comment: content || null,
        is_verified_purchase: true,
      },
    ),
  ],
});

/** What the shop wrote about a buyer: nobody's experience of us. */
export const given = recordType({
  name: 'trade_rate_given',
  schema: z.object({
    tid: vendorId,
    role: z.literal('seller'),
    ...rest,
    ...unkept('oid', 'result', 'created', 'content', 'num_iid', 'nick'),
  }),
  toEvents: () => [],
});
