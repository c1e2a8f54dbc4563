import { z } from 'zod';
import { type Draft, draft } from '../../contracts/event.ts';
import { order as orderEvent } from '../../contracts/events/order.ts';
import { orderLine } from '../../contracts/events/order-line.ts';
import { recordType } from '../channel.ts';
import { optionalText, unkept, vendorId } from '../kit/field.ts';
import { decimalText, sumAmounts } from '../kit/money.ts';
import { zonedInstant } from '../kit/zoned.ts';
import { customerOf, shopifyCustomer } from './customer.ts';
import { refundEvents, refundSchema } from './refund.ts';
import { TOUCHPOINT } from './touchpoint.ts';

const lineItem = z.object({
  id: vendorId,
  product_id: vendorId.nullish(),
  title: z.string().max(1000),
  quantity: z.int().min(0),
  current_quantity: z.int().min(0).nullish(),
  price: decimalText,
  ...unkept(
    'admin_graphql_api_id',
    'attributed_staffs',
    'destination_location',
    'discount_allocations',
    'duties',
    'fulfillable_quantity',
    'fulfillment_service',
    'fulfillment_status',
    'gift_card',
    'grams',
    'name',
    'origin_location',
    'price_set',
    'product_exists',
    'properties',
    'requires_shipping',
    'sales_line_item_group_id',
    'sku',
    'tax_lines',
    'taxable',
    'tip_payment_gateway',
    'tip_payment_method',
    'total_discount',
    'total_discount_set',
    'variant_id',
    'variant_inventory_management',
    'variant_title',
    'vendor',
  ),
});

const orderSchema = z.object({
  id: vendorId,
  created_at: zonedInstant,
  processed_at: zonedInstant.nullish(),
  updated_at: zonedInstant,
  cancelled_at: zonedInstant.nullish(),
  financial_status: z.string().max(50).nullish(),
  fulfillment_status: z.string().max(50).nullish(),
  source_name: z.string().max(200).nullish(),
  location_id: vendorId.nullish(),
  test: z.boolean().nullish(),
  email: optionalText,
  phone: optionalText,
  customer: shopifyCustomer.nullish(),
  line_items: z.array(lineItem).max(1000),
  shipping_lines: z
    .array(
      z.object({
        price: decimalText,
        ...unkept(
          'id',
          'title',
          'code',
          'source',
          'carrier_identifier',
          'discounted_price',
          'phone',
          'requested_fulfillment_service_id',
          'tax_lines',
        ),
      }),
    )
    .max(100)
    .nullish(),
  total_line_items_price: decimalText.nullish(),
  total_discounts: decimalText.nullish(),
  total_price: decimalText,
  currency: orderLine.columns.currency.schema,
  refunds: z.array(refundSchema).max(500).nullish(),
  ...unkept(
    'admin_graphql_api_id',
    'app_id',
    'billing_address',
    'browser_ip',
    'buyer_accepts_marketing',
    'cancel_reason',
    'cart_token',
    'checkout_id',
    'checkout_token',
    'client_details',
    'closed_at',
    'company',
    'confirmation_number',
    'confirmed',
    'contact_email',
    'current_shipping_price_set',
    'current_subtotal_price',
    'current_subtotal_price_set',
    'current_total_additional_fees_set',
    'current_total_discounts',
    'current_total_discounts_set',
    'current_total_duties_set',
    'current_total_price',
    'current_total_price_set',
    'current_total_tax',
    'current_total_tax_set',
    'customer_locale',
    'device_id',
    'discount_applications',
    'discount_codes',
    'duties_included',
    'estimated_taxes',
    'fulfillments',
    'gateway',
    'landing_site',
    'landing_site_ref',
    'merchant_business_entity_id',
    'merchant_of_record_app_id',
    'name',
    'note',
    'note_attributes',
    'number',
    'order_number',
    'order_status_url',
    'original_total_additional_fees_set',
    'original_total_duties_set',
    'payment_details',
    'payment_gateway_names',
    'payment_terms',
    'po_number',
    'presentment_currency',
    'processing_method',
    'reference',
    'referring_site',
    'returns',
    'shipping_address',
    'source',
    'source_identifier',
    'source_url',
    'subtotal_price',
    'subtotal_price_set',
    'tags',
    'tax_exempt',
    'tax_lines',
    'taxes_included',
    'token',
    'total_cash_rounding_payment_adjustment_set',
    'total_cash_rounding_refund_adjustment_set',
    'total_discounts_set',
    'total_line_items_price_set',
    'total_outstanding',
    'total_price_set',
    'total_price_usd',
    'total_shipping_price_set',
    'total_tax',
    'total_tax_set',
    'total_tip_received',
    'total_weight',
    'user_id',
  ),
});

type Order = z.output<typeof orderSchema>;

/** An order with its lines and refunds, whole, each time anything of it changes. A test order of the shop makes no event. */
export const order = recordType({ name: 'order', schema: orderSchema, toEvents });

function toEvents(record: Order): Draft[] {
  if (record.test === true) return [];
  const isTill = record.source_name === 'pos';
  const placed = record.processed_at ?? record.created_at;
  const version = Date.parse(record.updated_at.at);
  const occurrence = { nativeId: record.id, version, occurredAt: placed.at, businessDate: placed.date };
  const keys = customerOf(record);
  const place = { org_unit_id: record.location_id ?? null, touchpoint: isTill ? null : TOUCHPOINT };
  const { currency } = record;

  return [
    draft(orderEvent, occurrence, {
      order_id: record.id,
      ...keys,
      ...place,
      mode: record.shipping_lines != null && record.shipping_lines.length > 0 ? 'ship' : null,
      status: statusOf(record),
      sales_channel: isTill ? 'store' : record.source_name,
      placed_at: placed.at,
      item_count: record.line_items.reduce((sum, line) => sum + piecesOf(line), 0),
      goods_amount: record.total_line_items_price,
      discount_amount: record.total_discounts,
      delivery_amount: record.shipping_lines == null ? null : sumAmounts(record.shipping_lines.map(({ price }) => price)),
      total_amount: record.total_price,
      currency,
    }),
    ...record.line_items.map((line, i) =>
      draft(
        orderLine,
        { ...occurrence, nativeId: `${record.id}/${line.id}` },
        {
          order_id: record.id,
          line_number: i + 1,
          product_id: line.product_id ?? `line ${line.id}`,
          product_name: line.title,
          ...place,
          quantity: piecesOf(line),
          unit_amount: line.price,
          currency,
        },
      ),
    ),
    ...(record.refunds ?? []).flatMap((one) => refundEvents(one, version, { ...keys, ...place })),
  ];
}

/** Pieces left after what was taken off the order. */
function piecesOf(line: Order['line_items'][number]): number {
  return line.current_quantity ?? line.quantity;
}

function statusOf(record: Order) {
  if (record.cancelled_at != null) return 'cancelled';
  if (record.fulfillment_status === 'fulfilled') return record.source_name === 'pos' ? 'completed' : 'shipped';
  if (record.fulfillment_status === 'partial') return 'preparing';
  return ['paid', 'partially_refunded', 'refunded'].includes(record.financial_status ?? '') ? 'paid' : 'placed';
}
