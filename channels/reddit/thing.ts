import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { post } from '../../contracts/events/post.ts';
import { recordType } from '../channel.ts';
import { epochSeconds } from '../kit/epoch.ts';
import { unkept } from '../kit/field.ts';
import { businessDate } from '../kit/time.ts';
import { zone } from './zone.ts';

const fullname = (kind: 't1' | 't3', thing: string) =>
  z.string().regex(new RegExp(`^${kind}_[a-z0-9]{1,20}$`), `expected the fullname of a ${thing}, like ${kind}_c3v7f8u`);

/** What is left of a text that its author or a moderator took down. */
const TAKEN_DOWN = new Set(['[deleted]', '[removed]']);

const said = {
  /** Written as a float with no fraction. */
  created_utc: epochSeconds,
  /** The account's fullname, missing once it is gone. */
  author_fullname: z
    .string()
    .regex(/^t2_[a-z0-9]{1,20}$/, 'expected the fullname of an account, like t2_1w72')
    .nullish(),
  /** Ups less downs. */
  score: z.int().nullish(),
  ...unkept(
    'author',
    'author_flair_text',
    'body_html',
    'selftext_html',
    'edited',
    'ups',
    'downs',
    'likes',
    'permalink',
    'url',
    'replies',
    'id',
    'subreddit',
  ),
};

/** What both kinds have in common as a post. Nothing tells the time of every change, so the listing that came last is the true one. */
function postOf(
  id: string,
  { created_utc, author_fullname, score }: { created_utc: string; author_fullname?: string | null; score?: number | null },
  values: { thread_id: string; parent_post_id?: string; title?: string; comment: string | null; reply_count?: number | null },
  receivedAt: string,
) {
  return draft(
    post,
    {
      nativeId: id,
      version: Date.parse(receivedAt),
      occurredAt: created_utc,
      businessDate: businessDate(created_utc, zone),
    },
    {
      post_id: id,
      ...values,
      account_key: author_fullname,
      touchpoint: 'community',
      is_deleted: values.comment !== null && TAKEN_DOWN.has(values.comment),
      like_count: score == null ? null : Math.max(score, 0),
    },
  );
}

/** A post. A link has no text of its own. */
export const link = recordType({
  name: 't3',
  schema: z.object({
    kind: z.literal('t3'),
    data: z.object({
      name: fullname('t3', 'link'),
      title: z.string().max(1000),
      selftext: z.string().max(20_000).nullish(),
      num_comments: z.int().min(0).nullish(),
      ...said,
    }),
  }),
  toEvents: ({ data }, { receivedAt }) => {
    const { name, title, selftext, num_comments } = data;
    return [postOf(name, data, { thread_id: name, title, comment: selftext || null, reply_count: num_comments }, receivedAt)];
  },
});

/** A comment on a post, or on another comment. */
export const comment = recordType({
  name: 't1',
  schema: z.object({
    kind: z.literal('t1'),
    data: z.object({
      name: fullname('t1', 'comment'),
      link_id: fullname('t3', 'link'),
      parent_id: z.union([fullname('t1', 'comment'), fullname('t3', 'link')], 'expected the fullname of a comment or link'),
      body: z.string().max(20_000),
      ...said,
    }),
  }),
  toEvents: ({ data }, { receivedAt }) => {
    const { name, link_id, parent_id, body } = data;
    return [postOf(name, data, { thread_id: link_id, parent_post_id: parent_id, comment: body }, receivedAt)];
  },
});

/** Ids of comments that the listing was too short for. Ask for them; here they are only counted. */
export const more = recordType({
  name: 'more',
  schema: z.object({
    kind: z.literal('more'),
    data: z.object({ ...unkept('id', 'name', 'children', 'count', 'parent_id', 'depth') }),
  }),
  toEvents: () => [],
});
