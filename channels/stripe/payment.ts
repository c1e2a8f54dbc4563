import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { payment } from '../../contracts/events/payment.ts';
import { recordType } from '../channel.ts';
import { epochSeconds } from '../kit/epoch.ts';
import { unkept } from '../kit/field.ts';
import { businessDate } from '../kit/time.ts';
import { accountOf, currency, metadata, minorUnits, reference, stripeEvent, TOUCHPOINT } from './event.ts';
import { majorUnits } from './money.ts';
import { zone } from './zone.ts';

const id = z.string().min(1).max(200);
const identifier = z.string().max(512).nullish();

/** https://docs.stripe.com/api/payment_intents/object */
const paymentIntent = z.object({
  id,
  object: z.literal('payment_intent'),
  created: epochSeconds,
  amount_received: minorUnits,
  currency,
  customer: reference,
  receipt_email: identifier,
  metadata,
  payment_method_types: z.array(z.string().max(100)).max(100),
  ...unkept('description', 'shipping', 'charges', 'last_payment_error', 'next_action', 'client_secret', 'statement_descriptor'),
  ...unkept(
    'amount',
    'amount_capturable',
    'amount_details',
    'application',
    'application_fee_amount',
    'automatic_payment_methods',
    'canceled_at',
  ),
  ...unkept(
    'cancellation_reason',
    'capture_method',
    'confirmation_method',
    'invoice',
    'latest_charge',
    'livemode',
    'on_behalf_of',
    'payment_method',
  ),
  ...unkept(
    'payment_method_options',
    'processing',
    'review',
    'setup_future_usage',
    'source',
    'status',
    'statement_descriptor_suffix',
  ),
  ...unkept('transfer_data', 'transfer_group'),
});

const cardDetails = z.object({
  funding: z.string().max(50).nullish(),
  ...unkept('checks', 'exp_month', 'exp_year', 'fingerprint', 'iin', 'last4', 'wallet'),
  ...unkept(
    'brand',
    'country',
    'network',
    'mandate',
    'installments',
    'three_d_secure',
    'amount_authorized',
    'authorization_code',
    'network_token',
  ),
});

/** https://docs.stripe.com/api/charges/object */
const charge = z.object({
  id,
  object: z.literal('charge'),
  created: epochSeconds,
  amount: minorUnits,
  amount_captured: minorUnits.nullish(),
  captured: z.boolean(),
  currency,
  customer: reference,
  payment_intent: reference,
  receipt_email: identifier,
  billing_details: z.object({ email: identifier, phone: identifier, ...unkept('address', 'name', 'tax_id') }).nullish(),
  payment_method_details: z
    .object({
      type: z.string().max(100),
      card: cardDetails.nullish(),
      ...unkept('alipay', 'link', 'sepa_debit', 'us_bank_account', 'wechat_pay'),
    })
    .nullish(),
  metadata,
  ...unkept(
    'description',
    'shipping',
    'receipt_url',
    'receipt_number',
    'refunds',
    'source',
    'fraud_details',
    'level3',
    'outcome',
  ),
  ...unkept(
    'amount_refunded',
    'paid',
    'refunded',
    'status',
    'livemode',
    'disputed',
    'dispute',
    'invoice',
    'application',
    'application_fee',
    'application_fee_amount',
  ),
  ...unkept(
    'balance_transaction',
    'calculated_statement_descriptor',
    'failure_balance_transaction',
    'failure_code',
    'failure_message',
  ),
  ...unkept(
    'payment_method',
    'statement_descriptor',
    'statement_descriptor_suffix',
    'on_behalf_of',
    'review',
    'transfer',
    'transfer_data',
  ),
  ...unkept('transfer_group', 'source_transfer', 'radar_options'),
});

/** Stripe's means of payment under our words; the others are `other`. https://docs.stripe.com/api/payment_methods/object */
const METHODS: Readonly<Record<string, 'card' | 'alipay' | 'wechat_pay' | 'bank_slip'>> = {
  card: 'card',
  card_present: 'card',
  interac_present: 'card',
  link: 'card',
  alipay: 'alipay',
  wechat_pay: 'wechat_pay',
  boleto: 'bank_slip',
  konbini: 'bank_slip',
  multibanco: 'bank_slip',
  oxxo: 'bank_slip',
};

function methodOf(type: string | undefined, funding: string | null | undefined) {
  return funding === 'debit' ? 'debit_card' : (METHODS[type ?? ''] ?? 'other');
}

/**
 * `payment_intent.succeeded`: the money of an intent is there. Its charge tells of the same payment and knows more of it, so that
 * an intent gives way to it: both are the payment that the intent's id names, and a charge is younger than its intent.
 */
export const paymentIntentSucceeded = recordType({
  name: 'payment_intent.succeeded',
  schema: stripeEvent(['payment_intent.succeeded'], paymentIntent),
  toEvents: ({ created: at, data: { object } }) => {
    const { payment_method_types: types } = object;
    return [
      draft(
        payment,
        { nativeId: object.id, version: Date.parse(object.created), occurredAt: at, businessDate: businessDate(at, zone) },
        {
          payment_id: object.id,
          order_id: object.metadata?.['order_id'] ?? object.id,
          email_key: object.receipt_email,
          account_key: accountOf(object.customer),
          org_unit_id: object.metadata?.['org_unit_id'],
          touchpoint: object.metadata?.['touchpoint'] ?? TOUCHPOINT,
          method: methodOf(types.length === 1 ? types[0] : undefined, null),
          amount: majorUnits(object.amount_received, object.currency),
          currency: object.currency,
        },
      ),
    ];
  },
});

/** `charge.succeeded`, or `charge.captured` for one that was only authorised at first and made no event then. */
export const chargeSucceeded = recordType({
  name: 'charge.succeeded',
  schema: stripeEvent(['charge.succeeded', 'charge.captured'], charge),
  toEvents: ({ created: at, data: { object } }) => {
    if (!object.captured) return [];
    const paymentId = object.payment_intent ?? object.id;
    const { billing_details: billing, payment_method_details: details } = object;
    return [
      draft(
        payment,
        { nativeId: paymentId, version: Date.parse(object.created) + 1, occurredAt: at, businessDate: businessDate(at, zone) },
        {
          payment_id: paymentId,
          order_id: object.metadata?.['order_id'] ?? paymentId,
          email_key: object.receipt_email ?? billing?.email,
          phone_key: billing?.phone,
          account_key: accountOf(object.customer),
          org_unit_id: object.metadata?.['org_unit_id'],
          touchpoint: object.metadata?.['touchpoint'] ?? TOUCHPOINT,
          method: methodOf(details?.type, details?.card?.funding),
          amount: majorUnits(object.amount_captured ?? object.amount, object.currency),
          currency: object.currency,
        },
      ),
    ];
  },
});
