import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { post } from '../../contracts/events/post.ts';
import { recordType } from '../channel.ts';
import { unkept } from '../kit/field.ts';
import { htmlText } from '../kit/html.ts';

const siteTime = z.iso.datetime({ local: true, error: 'expected a time like 2026-11-05T21:30:00' });

/** Who wrote, as the site knows it: a number for its users and 0 for anyone else. The address is only in answers to an editor. */
const author = {
  author: z.int().min(0).nullish(),
  author_email: z.string().max(512).nullish(),
  ...unkept('author_name', 'author_url', 'author_ip', 'author_user_agent', 'author_avatar_urls'),
};

/** A comment, in its latest state. WordPress gives no time of change, so the answer that came last is the true one. */
export const comment = recordType({
  name: 'comment',
  schema: z.object({
    id: z.int().min(1),
    post: z.int().min(0),
    parent: z.int().min(0).nullish(),
    /** On the site's clocks. */
    date: siteTime,
    date_gmt: siteTime,
    content: z.object({ rendered: z.string().max(100_000), ...unkept('raw') }),
    /** An editor sees more than the approved ones. */
    status: z.string().max(50).nullish(),
    type: z.literal('comment').nullish(),
    ...author,
    ...unkept('link', 'meta', '_links'),
  }),
  toEvents: (record, { receivedAt }) => {
    const id = String(record.id);
    return [
      draft(
        post,
        {
          nativeId: id,
          version: Date.parse(receivedAt),
          occurredAt: new Date(`${record.date_gmt}Z`).toISOString(),
          businessDate: record.date.slice(0, 10),
        },
        {
          post_id: id,
          thread_id: String(record.post),
          parent_post_id: record.parent ? String(record.parent) : null,
          account_key: record.author ? String(record.author) : null,
          email_key: record.author_email,
          touchpoint: 'community',
          comment: htmlText(record.content.rendered).slice(0, 20_000),
          is_deleted: record.status === 'spam' || record.status === 'trash',
        },
      ),
    ];
  },
});

/** Another site that links here: no customer's voice. */
export const pingback = recordType({
  name: 'pingback',
  schema: z.object({
    id: z.int().min(1),
    type: z.enum(['pingback', 'trackback']),
    ...author,
    ...unkept('post', 'parent', 'date', 'date_gmt', 'content', 'status', 'link', 'meta', '_links'),
  }),
  toEvents: () => [],
});
