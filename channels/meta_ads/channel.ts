import type { Channel } from '../channel.ts';
import { recordsAt } from '../kit/document.ts';
import { insight } from './insight.ts';

export const channel: Channel = {
  name: 'meta_ads',
  about: 'What campaigns on Facebook and Instagram cost by day, as answers of Meta’s Insights API.',
  data: 'O',
  source: 'https://developers.facebook.com/docs/marketing-api/insights',
  recordTypes: [insight],
  recordTypeOf: (record) => ('date_start' in Object(record) ? insight : undefined),
  documentRecords: recordsAt(['data']),
};
