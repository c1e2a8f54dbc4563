import { RefusedError } from '../../contracts/errors.ts';
import type { Channel } from '../channel.ts';
import { verifyHmac } from '../kit/hmac.ts';
import { order } from './order.ts';
import { refund } from './refund.ts';
import { TOUCHPOINT } from './touchpoint.ts';

export const channel: Channel = {
  name: 'shopify',
  about: 'Orders and refunds of a Shopify shop, by webhook or as answers of the Admin REST API.',
  data: 'O',
  source: 'https://shopify.dev/docs/api/admin-rest/latest/resources/order',
  touchpoint: TOUCHPOINT,
  recordTypes: [order, refund],
  // The topic stands in a header, which is not signed and which a file does not have. The bodies tell themselves apart.
  recordTypeOf: (record) => {
    const fields = Object(record);
    if ('refund_line_items' in fields) return refund;
    return 'line_items' in fields && 'financial_status' in fields ? order : undefined;
  },
  webhook: {
    verify: verifyHmac({ header: 'x-shopify-hmac-sha256', algorithm: 'sha256', encoding: 'base64' }),
  },
  documentRecords: (document) => {
    for (const name of ['orders', 'refunds', 'order', 'refund']) {
      const content: unknown = Reflect.get(Object(document), name);
      if (content !== undefined) return Array.isArray(content) ? content : [content];
    }
    throw new RefusedError(422, 'expected an answer of the Admin REST API with orders, order, refunds or refund');
  },
};
