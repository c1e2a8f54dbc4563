import type { Channel } from '../channel.ts';
import { recordsAt } from '../kit/document.ts';
import { review } from './review.ts';

export const channel: Channel = {
  name: 'google_play',
  about: 'Reviews of an app on Google Play, as answers of the Play Developer API.',
  data: 'X',
  source: 'https://developers.google.com/android-publisher/api-ref/rest/v3/reviews',
  touchpoint: 'app_use',
  recordTypes: [review],
  recordTypeOf: () => review,
  documentRecords: recordsAt(['reviews'], ['packageName']),
};
