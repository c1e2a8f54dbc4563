import type { Channel } from '../channel.ts';
import { verifyHmac } from '../kit/hmac.ts';
import { TOUCHPOINT, tracking } from './tracking.ts';

export const channel: Channel = {
  name: 'aftership',
  about: 'Ways of parcels with more than a thousand carriers, as AfterShip Tracking tells of them.',
  data: 'O',
  source: 'https://www.aftership.com/docs/tracking/webhook/webhook-specifications',
  touchpoint: TOUCHPOINT,
  recordTypes: [tracking],
  recordTypeOf: (record) => ('msg' in Object(record) ? tracking : undefined),
  webhook: {
    verify: verifyHmac({ header: 'aftership-hmac-sha256', algorithm: 'sha256', encoding: 'base64' }),
  },
};
