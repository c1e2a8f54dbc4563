import type { Channel } from '../channel.ts';
import { pagesOf } from '../kit/document.ts';
import { comment } from './comment.ts';
import { status } from './status.ts';

export const channel: Channel = {
  name: 'weibo',
  about: 'Posts and comments on Weibo (微博), as answers of its open API.',
  data: 'X',
  source: 'https://open.weibo.com/wiki/2/comments/show',
  touchpoint: 'community',
  recordTypes: [comment, status],
  recordTypeOf: (record) => ('status' in Object(record) ? comment : status),
  documentRecords: (document) => pagesOf(document).flatMap(recordsOf),
};

function recordsOf(page: unknown): readonly unknown[] {
  const { comments, statuses } = Object(page);
  return Array.isArray(comments) ? comments : Array.isArray(statuses) ? statuses : [page];
}
