/**
 * The tracking plan: properties of events that may be kept, of the names that Segment gives them for commerce. Others are left out,
 * since an app may put anything into them. https://www.twilio.com/docs/segment/connections/spec/ecommerce/v2
 */
const PLAN = new Set([
  'affiliation',
  'brand',
  'cart_id',
  'category',
  'checkout_id',
  'coupon',
  'currency',
  'discount',
  'list_id',
  'order_id',
  'position',
  'price',
  'product_id',
  'promotion_id',
  'quantity',
  'rating',
  'reason',
  'revenue',
  'shipping',
  'shipping_method',
  'sku',
  'step',
  'subtotal',
  'tax',
  'total',
  'value',
  'variant',
  'wishlist_id',
]);

/** What the plan allows of an event's properties, as a JSON text; null when that is nothing. Lists and objects are left out. */
export function planned(properties: Readonly<Record<string, unknown>> | null | undefined): string | null {
  const kept = Object.entries(properties ?? {}).filter(
    ([name, value]) => PLAN.has(name) && (typeof value === 'number' || typeof value === 'boolean' || isLabel(value)),
  );
  return kept.length === 0 ? null : JSON.stringify(Object.fromEntries(kept));
}

/** A short code or word. What is longer, or has the @ or the digits of an address or a number, is more than a label. */
function isLabel(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 100 && !/@|\d{11}/.test(value);
}
