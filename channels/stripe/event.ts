import { z } from 'zod';
import { payment } from '../../contracts/events/payment.ts';
import { epochSeconds } from '../kit/epoch.ts';
import { unkept, vendorId } from '../kit/field.ts';

/** Where the money of an online payment belongs in the journey, unless its metadata say otherwise. */
export const TOUCHPOINT = 'online_pay';

/** Stripe's envelope around the object that changed. https://docs.stripe.com/api/events/object */
export function stripeEvent<Type extends string, Content extends z.ZodType>(types: readonly [Type, ...Type[]], content: Content) {
  return z.object({
    id: vendorId,
    object: z.literal('event'),
    type: z.enum(types),
    created: epochSeconds,
    data: z.object({ object: content, ...unkept('previous_attributes') }),
    ...unkept('account', 'api_version', 'context', 'livemode', 'pending_webhooks', 'reason', 'request'),
  });
}

/**
 * The merchant's own `metadata`, any keys. Three are read: `order_id`, which Stripe's documentation suggests, `org_unit_id` and
 * `touchpoint`.
 */
export const metadata = z.record(z.string(), z.string().max(500)).nullish();

/** Stripe writes currencies small. */
export const currency = z
  .string()
  .transform((code) => code.toUpperCase())
  .pipe(payment.columns.currency.schema);

export const minorUnits = z.int().min(0);

/** Another object, as its id or whole. */
export const reference = z
  .union(
    [z.string().max(200), z.object({ id: z.string().max(200) }).transform(({ id }) => id)],
    'expected an id, or an object with one',
  )
  .nullish();

/** A customer object is an account in this Stripe account only. */
export function accountOf(customer: string | null | undefined): string | null {
  return customer == null ? null : `stripe:${customer}`;
}
