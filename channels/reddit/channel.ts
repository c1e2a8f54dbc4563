import { byField, type Channel } from '../channel.ts';
import { pagesOf } from '../kit/document.ts';
import { comment, link, more } from './thing.ts';

const recordTypes = [link, comment, more];

export const channel: Channel = {
  name: 'reddit',
  about: 'Posts and comments on Reddit, as listings of its API.',
  data: 'X',
  source: 'https://github.com/reddit-archive/reddit/wiki/JSON',
  touchpoint: 'community',
  recordTypes,
  recordTypeOf: byField('kind', recordTypes),
  documentRecords: (document) => pagesOf(document).flatMap(thingsOf),
};

/** The things of a listing. Below a comment hangs the listing of its replies: each of them becomes a record of its own. */
function thingsOf(node: unknown): readonly unknown[] {
  const { kind, data } = Object(node);
  if (kind === 'Listing') {
    const { children } = Object(data);
    return Array.isArray(children) ? children.flatMap(thingsOf) : [];
  }
  const { replies } = Object(data);
  if (typeof replies !== 'object' || replies === null) return [node];
  return [{ ...Object(node), data: { ...Object(data), replies: '' } }, ...thingsOf(replies)];
}
