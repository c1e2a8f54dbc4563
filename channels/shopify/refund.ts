import { z } from 'zod';
import { type Draft, draft } from '../../contracts/event.ts';
import { refund as refundEvent } from '../../contracts/events/refund.ts';
import { recordType } from '../channel.ts';
import { unkept, vendorId } from '../kit/field.ts';
import { decimalText, sumAmounts } from '../kit/money.ts';
import { zonedInstant } from '../kit/zoned.ts';
import type { customerOf } from './customer.ts';
import { TOUCHPOINT } from './touchpoint.ts';

const transaction = z.object({
  kind: z.string().max(50),
  status: z.string().max(50),
  amount: decimalText,
  currency: refundEvent.columns.currency.schema,
  parent_id: vendorId.nullish(),
  test: z.boolean().nullish(),
  ...unkept(
    'id',
    'admin_graphql_api_id',
    'amount_rounding',
    'authorization',
    'created_at',
    'currency_exchange_adjustment',
    'device_id',
    'error_code',
    'gateway',
    'location_id',
    'manual_payment_gateway',
    'message',
    'order_id',
    'payment_details',
    'payment_id',
    'processed_at',
    'receipt',
    'source_name',
    'total_unsettled_set',
    'user_id',
  ),
});

/** A refund, alone or within its order. */
export const refundSchema = z.object({
  id: vendorId,
  order_id: vendorId,
  created_at: zonedInstant,
  processed_at: zonedInstant.nullish(),
  transactions: z.array(transaction).max(100),
  ...unkept(
    'additional_fees',
    'admin_graphql_api_id',
    'duties',
    'note',
    'order_adjustments',
    'refund_duties',
    'refund_line_items',
    'refund_shipping_lines',
    'restock',
    'return',
    'total_duties_set',
    'user_id',
  ),
});

/** Goods that were only put back on the shelf, or money that has not gone back yet, make no refund. */
export function refundEvents(
  record: z.output<typeof refundSchema>,
  version: number,
  about: Partial<ReturnType<typeof customerOf>> & { readonly org_unit_id?: string | null; readonly touchpoint: string | null },
): Draft[] {
  const given = record.transactions.filter(
    ({ kind, status, test }) => kind === 'refund' && status === 'success' && test !== true,
  );
  const [first] = given;
  if (first === undefined) return [];
  const { at, date } = record.processed_at ?? record.created_at;
  const values = {
    refund_id: record.id,
    order_id: record.order_id,
    payment_id: first.parent_id,
    ...about,
    amount: sumAmounts(given.map(({ amount }) => amount)),
    currency: first.currency,
  };
  return [draft(refundEvent, { nativeId: record.id, version, occurredAt: at, businessDate: date }, values)];
}

/** What `refunds/create` brings. The order brings it too, with its customer and a later version. */
export const refund = recordType({
  name: 'refund',
  schema: refundSchema,
  toEvents: (record) => refundEvents(record, Date.parse(record.created_at.at), { touchpoint: TOUCHPOINT }),
});
