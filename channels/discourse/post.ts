import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { post as postEvent } from '../../contracts/events/post.ts';
import { recordType } from '../channel.ts';
import { unkept } from '../kit/field.ts';
import { htmlText } from '../kit/html.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

/** Regular posts and those of moderators. The other types are whispers among staff and notes such as "closed". */
const PUBLIC_TYPES: readonly number[] = [1, 2];

/** Taking a post down and bringing it back does not touch its `updated_at`. */
const UNTIMED_EVENTS: readonly unknown[] = ['post_destroyed', 'post_recovered'];

const count = z.int().min(0).nullish();

const postShape = z.object({
  id: z.int().min(1),
  topic_id: z.int().min(1),
  topic_title: z.string().max(1000).nullish(),
  topic_archetype: z.string().max(100).nullish(),
  post_type: z.int(),
  created_at: isoInstant,
  updated_at: isoInstant,
  deleted_at: isoInstant.nullish(),
  user_deleted: z.boolean().nullish(),
  user_id: z.int().nullish(),
  staff: z.boolean().nullish(),
  raw: z.string().max(20_000).nullish(),
  cooked: z.string().max(200_000).nullish(),
  reply_count: count,
  reads: count,
  ...unkept('name', 'username', 'display_username', 'avatar_template', 'user_title', 'reply_to_user', 'deleted_by', 'topic_slug'),
  ...unkept(
    'post_number',
    'reply_to_post_number',
    'quote_count',
    'incoming_link_count',
    'score',
    'readers_count',
    'topic_posts_count',
    'topic_filtered_posts_count',
  ),
  ...unkept(
    'category_id',
    'category_slug',
    'version',
    'moderator',
    'admin',
    'hidden',
    'trust_level',
    'flair_name',
    'primary_group_name',
  ),
});

/** A post in its latest state. Private messages, whispers and notes of the system make nothing. */
export const post = recordType({
  name: 'post',
  schema: z.object({ event: z.string().max(100).nullish(), post: postShape }),
  toEvents: ({ event, post: said }, { receivedAt }) => {
    if (said.topic_archetype === 'private_message' || !PUBLIC_TYPES.includes(said.post_type)) return [];
    const id = String(said.id);
    return [
      draft(
        postEvent,
        {
          nativeId: id,
          version: Date.parse(UNTIMED_EVENTS.includes(event) ? receivedAt : said.updated_at),
          occurredAt: said.created_at,
          businessDate: businessDate(said.created_at, zone),
        },
        {
          post_id: id,
          thread_id: String(said.topic_id),
          account_key: said.user_id == null ? null : String(said.user_id),
          touchpoint: 'community',
          title: said.topic_title,
          comment: said.raw ?? htmlText(said.cooked ?? '').slice(0, 20_000),
          is_staff: said.staff,
          is_deleted: said.deleted_at != null || said.user_deleted === true,
          reply_count: said.reply_count,
          view_count: said.reads,
        },
      ),
    ];
  },
});

/** An event about something else. Nothing of it is kept, since much of it is personal. */
export const eventless = recordType({ name: 'other', schema: z.record(z.string(), z.unknown()), toEvents: () => [] });
