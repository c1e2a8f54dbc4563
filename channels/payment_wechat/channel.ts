import type { Channel, RecordType } from '../channel.ts';
import { notificationOf } from './notification.ts';
import { other, payment, refund, TOUCHPOINT } from './records.ts';
import { verifyWechatPay } from './signature.ts';

export const channel: Channel = {
  name: 'payment_wechat',
  about: 'Payments and refunds of WeChat Pay (微信支付), by the notifications of its API v3.',
  data: 'O',
  source: 'https://pay.weixin.qq.com/docs/merchant/apis/h5-payment/payment-notice.html',
  touchpoint: TOUCHPOINT,
  recordTypes: [payment, refund, other],
  recordTypeOf: (record): RecordType | undefined => {
    const type: unknown = Object(record).event_type;
    if (typeof type !== 'string') return undefined;
    if (type === payment.name) return payment;
    return type.startsWith('REFUND.') ? refund : other;
  },
  webhook: {
    verify: verifyWechatPay,
    records: (request, secret) => [notificationOf(request, secret)],
    accepted: { status: 200, contentType: 'application/json', body: JSON.stringify({ code: 'SUCCESS', message: '成功' }) },
  },
};
