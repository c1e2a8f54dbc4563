import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { post } from '../../contracts/events/post.ts';
import { recordType } from '../channel.ts';
import { unkept } from '../kit/field.ts';
import { businessDate } from '../kit/time.ts';
import { idOf, pointer, said } from './fields.ts';
import { zone } from './zone.ts';

/** A comment on a post, or an answer to a comment on it. */
export const comment = recordType({
  name: 'comment',
  schema: z.object({
    ...said,
    status: pointer,
    reply_comment: pointer.nullish(),
    ...unkept('rootid', 'rootidstr', 'floor_number', 'disable_reply'),
  }),
  toEvents: (record, { receivedAt }) => {
    const id = `comment/${idOf(record)}`;
    const status = `status/${idOf(record.status)}`;
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
          thread_id: status,
          parent_post_id: record.reply_comment == null ? status : `comment/${idOf(record.reply_comment)}`,
          account_key: record.user?.id,
          touchpoint: 'community',
          comment: record.text,
        },
      ),
    ];
  },
});
