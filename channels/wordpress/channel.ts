import type { Channel } from '../channel.ts';
import { comment, pingback } from './comment.ts';

export const channel: Channel = {
  name: 'wordpress',
  about: 'Comments on a WordPress blog, as answers of its REST API.',
  data: 'X',
  source: 'https://developer.wordpress.org/rest-api/reference/comments/',
  touchpoint: 'community',
  recordTypes: [comment, pingback],
  recordTypeOf: (record) => (['pingback', 'trackback'].includes(Object(record).type) ? pingback : comment),
};
