import { z } from 'zod';
import { type Draft, draft } from '../../contracts/event.ts';
import { refund as refundEvent } from '../../contracts/events/refund.ts';
import { recordType } from '../channel.ts';
import { epochSeconds } from '../kit/epoch.ts';
import { unkept } from '../kit/field.ts';
import { businessDate } from '../kit/time.ts';
import { accountOf, currency, metadata, minorUnits, reference, stripeEvent, TOUCHPOINT } from './event.ts';
import { majorUnits } from './money.ts';
import { zone } from './zone.ts';

/** https://docs.stripe.com/api/refunds/object */
const refund = z.object({
  id: z.string().min(1).max(200),
  object: z.literal('refund'),
  created: epochSeconds,
  amount: minorUnits,
  currency,
  charge: reference,
  payment_intent: reference,
  reason: z.string().max(1000).nullish(),
  status: z.string().max(50).nullish(),
  metadata,
  ...unkept('description', 'destination_details', 'instructions_email', 'next_action', 'receipt_number'),
  ...unkept(
    'balance_transaction',
    'failure_balance_transaction',
    'failure_reason',
    'source_transfer_reversal',
    'transfer_reversal',
  ),
});

/** A charge as `charge.refunded` brings it. Its refunds are in it up to API version 2022-08-01. */
const refundedCharge = z.object({
  id: z.string().min(1).max(200),
  object: z.literal('charge'),
  customer: reference,
  receipt_email: z.string().max(512).nullish(),
  metadata,
  refunds: z.object({ data: z.array(refund).max(100), ...unkept('object', 'has_more', 'url', 'total_count') }).nullish(),
  ...unkept(
    'created',
    'amount',
    'amount_captured',
    'amount_refunded',
    'captured',
    'currency',
    'paid',
    'payment_intent',
    'refunded',
    'status',
    'livemode',
    'disputed',
  ),
  ...unkept(
    'application',
    'application_fee',
    'application_fee_amount',
    'balance_transaction',
    'calculated_statement_descriptor',
    'invoice',
  ),
  ...unkept(
    'failure_balance_transaction',
    'failure_code',
    'failure_message',
    'payment_method',
    'statement_descriptor',
    'on_behalf_of',
    'review',
  ),
  ...unkept(
    'billing_details',
    'description',
    'shipping',
    'receipt_url',
    'payment_method_details',
    'source',
    'fraud_details',
    'outcome',
  ),
});

interface Around {
  readonly charge?: z.output<typeof refundedCharge>;
  /** When Stripe told of it. */
  readonly toldAt: string;
}

/** A refund that failed or was called off gives back nothing; that is a later version of one that was on its way. */
function refundEvents(record: z.output<typeof refund>, { charge, toldAt }: Around): Draft[] {
  const own = { ...charge?.metadata, ...record.metadata };
  const paymentId = record.payment_intent ?? record.charge ?? charge?.id;
  return [
    draft(
      refundEvent,
      {
        nativeId: record.id,
        version: Date.parse(toldAt),
        occurredAt: record.created,
        businessDate: businessDate(record.created, zone),
      },
      {
        refund_id: record.id,
        order_id: own['order_id'] ?? paymentId ?? record.id,
        payment_id: paymentId,
        email_key: charge?.receipt_email,
        account_key: accountOf(charge?.customer),
        org_unit_id: own['org_unit_id'],
        touchpoint: own['touchpoint'] ?? TOUCHPOINT,
        reason: record.reason,
        amount: record.status === 'failed' || record.status === 'canceled' ? 0 : majorUnits(record.amount, record.currency),
        currency: record.currency,
      },
    ),
  ];
}

const REFUND_TYPES = ['refund.created', 'refund.updated', 'refund.failed', 'charge.refund.updated'] as const;

/** A refund in its latest state. */
export const refundChanged = recordType({
  name: 'refund.created',
  schema: stripeEvent(REFUND_TYPES, refund),
  toEvents: ({ created, data: { object } }) => refundEvents(object, { toldAt: created }),
});

/** `charge.refunded`. Without the refunds in it there is nothing that `refund.created` does not bring, so it makes no event. */
export const chargeRefunded = recordType({
  name: 'charge.refunded',
  schema: stripeEvent(['charge.refunded'], refundedCharge),
  toEvents: ({ created, data: { object } }) =>
    (object.refunds?.data ?? []).flatMap((one) => refundEvents(one, { charge: object, toldAt: created })),
});
