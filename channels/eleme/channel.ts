import type { Channel } from '../channel.ts';
import { recordsAt } from '../kit/document.ts';
import { rate } from './rate.ts';

export const channel: Channel = {
  name: 'eleme',
  about: 'Reviews of food delivered by Ele.me (饿了么), as answers of its open platform.',
  data: 'X',
  source: 'https://open.shop.ele.me/openapi/apilist/eleme-ugc/eleme-ugc-getOrderRatesByShopId',
  touchpoint: 'delivery_meal',
  recordTypes: [rate],
  recordTypeOf: () => rate,
  documentRecords: recordsAt(['result']),
};
