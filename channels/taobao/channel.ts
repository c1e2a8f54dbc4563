import type { Channel } from '../channel.ts';
import { recordsAt } from '../kit/document.ts';
import { given, received } from './trade-rate.ts';

export const channel: Channel = {
  name: 'taobao',
  about: 'Reviews of a shop on Taobao or Tmall (淘宝、天猫), as answers of its open platform.',
  data: 'X',
  source: 'https://open.taobao.com/api.htm?docId=55&docType=2',
  touchpoint: 'marketplace_delivery',
  recordTypes: [received, given],
  recordTypeOf: (record) => (Object(record).role === 'seller' ? given : received),
  documentRecords: recordsAt(['traderates_get_response', 'trade_rates', 'trade_rate']),
};
