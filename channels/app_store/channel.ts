import type { Channel } from '../channel.ts';
import { pagesOf } from '../kit/document.ts';
import { review } from './review.ts';

export const channel: Channel = {
  name: 'app_store',
  about: 'Reviews of an app in Apple’s App Store, as answers of the App Store Connect API.',
  data: 'X',
  source: 'https://developer.apple.com/documentation/appstoreconnectapi/get-v1-apps-_id_-customerreviews',
  touchpoint: 'app_use',
  recordTypes: [review],
  recordTypeOf: (record) => (Object(record).type === review.name ? review : undefined),
  documentRecords: (document) => pagesOf(document).flatMap(reviewsOf),
};

/** The reviews of one answer. Only the answer's own address says of which app they are, so each takes it along. */
function reviewsOf(page: unknown): readonly unknown[] {
  const { data, links } = Object(page);
  const reviews: readonly unknown[] = Array.isArray(data) ? data : [data ?? page];
  const request: unknown = Object(links).self;
  if (typeof request !== 'string') return reviews;
  return reviews.map((review) => ({ ...Object(review), request }));
}
