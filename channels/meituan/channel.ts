import type { Channel } from '../channel.ts';
import { recordsAt } from '../kit/document.ts';
import { review } from './review.ts';

export const channel: Channel = {
  name: 'meituan',
  about: 'Reviews of food delivered by Meituan (美团外卖), as answers of its open platform.',
  data: 'X',
  source: 'https://developer.meituan.com/docs/api/wmoper-ng-comment-queryCommentList',
  touchpoint: 'delivery_meal',
  recordTypes: [review],
  recordTypeOf: () => review,
  documentRecords: recordsAt(['data'], ['ePoiId']),
};
