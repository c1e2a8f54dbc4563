import { describe, expect, test } from 'vitest';
import { htmlText } from '../../channels/kit/html.ts';
import { loadChannel } from '../../channels/load.ts';
import { readFixture, sendThrough } from './door.ts';

async function rowOf(channel: string, fixture: string) {
  const send = await sendThrough(channel);
  return send(readFixture(channel, fixture)).rows[0]?.cells;
}

const PSEUDONYM = expect.stringMatching(/^[0-9a-f]{32}$/);
const RECEIVED = Date.parse('2026-11-05T18:00:00Z');

describe('a post', () => {
  test('on Weibo hangs below what it passes on, a comment below the comment it answers', async () => {
    expect(await rowOf('weibo', 'status')).toMatchObject({
      event_id: 'weibo/status/5090000000000002',
      occurred_at: '2026-11-05T16:10:00.000Z',
      business_date: '2026-11-06',
      thread_id: 'status/5090000000000001',
      parent_post_id: 'status/5090000000000001',
      account_key: PSEUDONYM,
      like_count: 31,
      reply_count: 9,
      is_deleted: false,
      extra: null,
    });
    expect(await rowOf('weibo', 'comment')).toMatchObject({
      event_id: 'weibo/comment/5100000000000001',
      thread_id: 'status/5090000000000001',
      parent_post_id: 'comment/5100000000000000',
      comment: '客服电话 [phone] 打不通，谁来管管',
      extra: null,
    });
    expect(await rowOf('weibo', 'comment-least')).toMatchObject({ parent_post_id: 'status/5090000000000001', account_key: null });
    expect(await rowOf('weibo', 'status-deleted')).toMatchObject({ is_deleted: true });
  });

  test('on Reddit has a thread, likes that are not below 0, and may be gone', async () => {
    expect(await rowOf('reddit', 'link')).toMatchObject({
      event_id: 'reddit/t3_1inv3nt',
      event_version: RECEIVED,
      title: 'Is it me or did the soup get smaller?',
      comment: 'Half the bowl for the same price. Mail me: [email]',
      like_count: 120,
      reply_count: 14,
      account_key: PSEUDONYM,
      extra: null,
    });
    expect(await rowOf('reddit', 'comment')).toMatchObject({
      thread_id: 't3_1inv3nt',
      parent_post_id: 't1_c1nv3ns',
      like_count: 0,
    });
    expect(await rowOf('reddit', 'deleted-comment')).toMatchObject({ is_deleted: true, account_key: null });
  });

  test('on Discourse is taken down at the time we hear of it', async () => {
    expect(await rowOf('discourse', 'created')).toMatchObject({
      event_id: 'discourse/1417',
      event_version: Date.parse('2026-11-05T18:31:00Z'),
      thread_id: '301',
      title: 'Payment',
      comment: 'My card is charged twice. Call [phone].',
      account_key: PSEUDONYM,
      is_staff: false,
      is_deleted: false,
      view_count: 5,
      extra: null,
    });
    expect(await rowOf('discourse', 'destroyed')).toMatchObject({
      event_version: RECEIVED,
      is_deleted: true,
      comment: 'My card is\ncharged "twice".',
    });
  });

  test('that is private or about something else makes nothing', async () => {
    expect(await rowOf('discourse', 'private-message')).toBeUndefined();
    expect(await rowOf('discourse', 'user-created')).toBeUndefined();
    expect(await rowOf('wordpress', 'pingback')).toBeUndefined();
  });

  test('on a blog counts on the site’s day, in plain text', async () => {
    expect(await rowOf('wordpress', 'full')).toMatchObject({
      occurred_at: '2026-11-05T18:30:00.000Z',
      business_date: '2026-11-06',
      thread_id: '42',
      parent_post_id: '980',
      account_key: PSEUDONYM,
      email_key: PSEUDONYM,
      comment: 'Love it & the staff.\nBut please answer [phone]!\n…soon',
      is_deleted: false,
      extra: null,
    });
    expect(await rowOf('wordpress', 'stranger')).toMatchObject({ parent_post_id: null, account_key: null, is_deleted: true });
  });
});

test('a listing of Reddit gives every comment once, with the replies below it', async () => {
  const { documentRecords } = await loadChannel('reddit');
  const listing = (...children: unknown[]) => ({ kind: 'Listing', data: { after: null, children } });
  const below = readFixture('reddit', 'comment');
  const above = { kind: 't1', data: { name: 't1_top', replies: listing(below, readFixture('reddit', 'more')) } };
  const records = documentRecords?.([listing(readFixture('reddit', 'link')), listing(above)]);
  expect(records).toEqual([
    readFixture('reddit', 'link'),
    { kind: 't1', data: { name: 't1_top', replies: '' } },
    below,
    readFixture('reddit', 'more'),
  ]);
});

test.each([
  ['<p>a</p><p>b</p>', 'a\nb'],
  ['a &lt;b&gt; &amp;amp; &#20320;&#x597D; &unknown; &#x110000;', 'a <b> &amp; 你好 &unknown; &#x110000;'],
  ['<ul>\n<li>one</li>\n<li>two</li>\n</ul>', 'one\ntwo'],
  ['', ''],
])('a reader of %j sees %j', (html, text) => expect(htmlText(html)).toBe(text));

test.each(['<', '<br', '&', '&nbsp;', ' \n'])('200,000 signs of %j are read in no time', (piece) => {
  const began = performance.now();
  htmlText(piece.repeat(200_000 / piece.length));
  expect(performance.now() - began).toBeLessThan(5000);
});
