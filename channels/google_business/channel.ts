import type { Channel } from '../channel.ts';
import { pagesOf } from '../kit/document.ts';
import { review } from './review.ts';

export const channel: Channel = {
  name: 'google_business',
  about: 'Reviews of places on Google Maps and Search, as answers of the Business Profile API.',
  data: 'X',
  source: 'https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews',
  touchpoint: 'dine_in_meal',
  recordTypes: [review],
  recordTypeOf: () => review,
  documentRecords: (document) => pagesOf(document).flatMap(reviewsOf),
};

/** `reviews` of one location, or `locationReviews` of several, each with its `review`. */
function reviewsOf(page: unknown): readonly unknown[] {
  const { reviews, locationReviews } = Object(page);
  if (Array.isArray(reviews)) return reviews;
  if (Array.isArray(locationReviews)) return locationReviews.map((one) => Object(one).review);
  return [page];
}
