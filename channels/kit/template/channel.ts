import type { Channel } from '../../channel.ts';
import { signedWebhook } from '../signature.ts';
import { rating, touchpoint } from './rating.ts';

export const channel: Channel = {
  name: 'template',
  about: 'Ratings of one to five stars.',
  data: 'X',
  source: 'channels/template/README.md',
  touchpoint,
  recordTypes: [rating],
  recordTypeOf: () => rating,
  webhook: signedWebhook,
};
