import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { post } from '../../contracts/events/post.ts';
import { recordType } from '../channel.ts';
import { unkept } from '../kit/field.ts';
import { businessDate } from '../kit/time.ts';
import { count, idOf, pointer, said } from './fields.ts';
import { zone } from './zone.ts';

/** A post. One that passes another on is an answer to it. A deleted one comes without its author, marked by `deleted`. */
export const status = recordType({
  name: 'status',
  schema: z.object({
    ...said,
    retweeted_status: pointer.nullish(),
    reposts_count: count,
    comments_count: count,
    attitudes_count: count,
    deleted: z.union([z.literal('1'), z.literal(1), z.literal('0'), z.literal(0)]).nullish(),
    ...unkept(
      'favorited',
      'truncated',
      'in_reply_to_status_id',
      'in_reply_to_user_id',
      'in_reply_to_screen_name',
      'geo',
      'thumbnail_pic',
      'bmiddle_pic',
      'original_pic',
      'pic_ids',
      'pic_urls',
      'visible',
      'mlevel',
      'ad',
    ),
  }),
  toEvents: (record, { receivedAt }) => {
    const id = `status/${idOf(record)}`;
    const original = record.retweeted_status == null ? null : `status/${idOf(record.retweeted_status)}`;
    return [
      draft(
        post,
        {
          nativeId: id,
          version: Date.parse(receivedAt),
          occurredAt: record.created_at,
          businessDate: businessDate(record.created_at, zone),
        },
        {
          post_id: id,
          thread_id: original ?? id,
          parent_post_id: original,
          account_key: record.user?.id,
          touchpoint: 'community',
          comment: record.text,
          is_deleted: String(record.deleted ?? '0') === '1',
          like_count: record.attitudes_count,
          reply_count: record.comments_count,
        },
      ),
    ];
  },
});
