import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { review } from '../../contracts/events/review.ts';
import { recordType } from '../channel.ts';
import { unkept, vendorId } from '../kit/field.ts';
import { businessDate, localInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

const text = z.string().max(20_000).nullish();
const stars = z.int().min(1).max(5).nullish();
const time = localInstant(zone);

const itemRate = z.object({
  itemRateId: vendorId,
  itemId: vendorId.nullish(),
  rateContent: text,
  ratedAt: time.nullish(),
  ...unkept('shopId', 'itemName', 'rating', 'pictures', 'rateReply'),
});

/**
 * A review of one order, and what was written about single dishes. Only the order's stars are a score: the customer rated one
 * meal, and a dish's stars beside it would count the customer twice.
 */
export const rate = recordType({
  name: 'order_rate',
  schema: z.object({
    id: vendorId,
    shopId: vendorId,
    rating: stars,
    rateContent: text,
    ratedAt: time,
    itemRates: z.array(itemRate).max(500).nullish(),
    /** Missing where the customer stayed anonymous. */
    rateTag: z.object({ orderId: vendorId.nullish(), ...unkept('rateId', 'tags', 'tagList') }).nullish(),
    ...unkept('orderRateReply'),
  }),
  toEvents: ({ id, shopId, rating, rateContent, ratedAt, itemRates, rateTag }, { receivedAt }) => {
    const at = (nativeId: string, occurredAt: string) => ({
      nativeId,
      version: Date.parse(receivedAt),
      occurredAt,
      businessDate: businessDate(occurredAt, zone),
    });
    const whole = { order_id: rateTag?.orderId, org_unit_id: shopId, touchpoint: 'delivery_meal' };
    return [
      draft(review, at(id, ratedAt), { review_id: id, ...whole, score: rating, scale_max: 5, comment: rateContent || null }),
      ...(itemRates ?? [])
        .filter((item) => item.rateContent != null && item.rateContent.trim() !== '')
        .map((item) => {
          const reviewId = `${id}/${item.itemRateId}`;
          const values = { review_id: reviewId, ...whole, product_id: item.itemId, comment: item.rateContent };
          return draft(review, at(reviewId, item.ratedAt ?? ratedAt), values);
        }),
    ];
  },
});
