import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { payment as paymentEvent } from '../../contracts/events/payment.ts';
import { refund as refundEvent } from '../../contracts/events/refund.ts';
import { recordType } from '../channel.ts';
import { unkept } from '../kit/field.ts';
import { zonedInstant } from '../kit/zoned.ts';

/** Where a payment belongs in the journey: the mini program at the table is where most are made. */
export const TOUCHPOINT = 'dine_in_pay';

const id = z.string().min(1).max(200);
const fen = z.int().min(0);
const envelope = { ...unkept('create_time', 'id') };

/** Money in CNY comes in fen, and so do the minor units of the other currencies that WeChat Pay settles. */
const yuan = (amount: number) => amount / 100;

/** 支付成功. https://pay.weixin.qq.com/doc/v3/merchant/4012791861 */
export const payment = recordType({
  name: 'TRANSACTION.SUCCESS',
  schema: z.object({
    ...envelope,
    event_type: z.literal('TRANSACTION.SUCCESS'),
    resource: z.object({
      transaction_id: id,
      out_trade_no: id,
      success_time: zonedInstant,
      trade_state: z.literal('SUCCESS'),
      payer: z.object({ openid: z.string().max(512).nullish() }).nullish(),
      amount: z.object({
        total: fen,
        currency: paymentEvent.columns.currency.schema.nullish(),
        ...unkept('payer_currency', 'payer_total'),
      }),
      ...unkept('appid', 'attach', 'bank_type', 'mchid', 'promotion_detail', 'scene_info', 'trade_state_desc', 'trade_type'),
    }),
  }),
  toEvents: ({ resource: made }) => [
    draft(
      paymentEvent,
      {
        nativeId: made.transaction_id,
        version: Date.parse(made.success_time.at),
        occurredAt: made.success_time.at,
        businessDate: made.success_time.date,
      },
      {
        payment_id: made.transaction_id,
        order_id: made.out_trade_no,
        account_key: made.payer?.openid,
        touchpoint: TOUCHPOINT,
        method: 'wechat_pay',
        amount: yuan(made.amount.total),
        currency: made.amount.currency ?? 'CNY',
      },
    ),
  ],
});

/** 退款结果. One that closed or went wrong gave nothing back. https://pay.weixin.qq.com/doc/v3/merchant/4012791865 */
export const refund = recordType({
  name: 'REFUND.SUCCESS',
  schema: z.object({
    ...envelope,
    event_type: z.enum(['REFUND.SUCCESS', 'REFUND.ABNORMAL', 'REFUND.CLOSED']),
    resource: z.object({
      refund_id: id,
      transaction_id: id,
      out_trade_no: id,
      refund_status: z.enum(['SUCCESS', 'CLOSED', 'ABNORMAL', 'PROCESSING']),
      success_time: zonedInstant.nullish(),
      amount: z.object({ refund: fen, ...unkept('payer_refund', 'payer_total', 'total') }),
      ...unkept('mchid', 'out_refund_no', 'user_received_account'),
    }),
  }),
  toEvents: ({ resource: given }) => {
    if (given.refund_status !== 'SUCCESS' || given.success_time == null) return [];
    const { at, date } = given.success_time;
    return [
      draft(
        refundEvent,
        { nativeId: given.refund_id, version: Date.parse(at), occurredAt: at, businessDate: date },
        {
          refund_id: given.refund_id,
          order_id: given.out_trade_no,
          payment_id: given.transaction_id,
          touchpoint: TOUCHPOINT,
          amount: yuan(given.amount.refund),
          currency: 'CNY',
        },
      ),
    ];
  },
});

/** Notifications about points, contracts and coupons, which bring no money. */
export const other = recordType({
  name: 'other',
  schema: z.object({ ...envelope, event_type: z.string().min(1).max(200), ...unkept('resource') }),
  toEvents: () => [],
});
