import { customer, flag, freeText, id, integer, optional, place } from '../column.ts';
import { defineEvent } from '../event.ts';

export const post = defineEvent({
  table: 'post',
  version: 1,
  about: 'What someone wrote in public or in a community, with nobody asking.',
  grain: 'one post, reply or comment, in its latest state',
  columns: {
    post_id: id('Post, in the words of the platform.'),
    thread_id: optional(id('Thread, topic or article it belongs to.')),
    parent_post_id: optional(id('Post it answers.')),
    ...customer,
    ...place,
    title: optional(freeText('Headline.')),
    comment: optional(freeText('What was written.')),
    language: optional(id('BCP 47 tag of the comment.')),
    is_staff: optional(flag('Written by one of us.')),
    is_deleted: optional(flag('Taken down since.')),
    like_count: optional(integer('Approvals of any kind.', { min: 0 })),
    reply_count: optional(integer('Answers and comments.', { min: 0 })),
    view_count: optional(integer('Times read.', { min: 0 })),
  },
});
