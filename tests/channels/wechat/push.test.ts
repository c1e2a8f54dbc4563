import { expect, test } from 'vitest';
import { readFixture, recordsOf, sendThrough } from '../door.ts';

const send = await sendThrough('wechat');
const rowsOf = (name: string) => send(readFixture('wechat', name)).rows;

test('a tap on a menu message scores the question in its id', () => {
  const [row] = rowsOf('menu-tap');
  expect(row?.cells).toMatchObject({ event_id: 'wechat/23012345678901234568', nps_score: null, csat_score: null, comment: null });
  expect(recordsOf(row?.cells.answers)).toMatchObject([{ metric: 'csat', about: 'waiting', score: 2, scale_max: 5 }]);
});

test('what WeChat heard in a voice is a comment; pictures, places and WeChat’s own events say nothing', () => {
  expect(rowsOf('voice')[0]?.cells).toMatchObject({ comment: '上菜太慢了', occurred_at: '2026-11-05T11:41:02.000Z' });
  for (const name of ['picture', 'place', 'template-sent']) expect(rowsOf(name)).toEqual([]);
});

test('a scan and a link are steps of the same customer, without the query of the link', () => {
  const [scan] = rowsOf('follow-by-code');
  const [link] = rowsOf('link');
  expect(scan?.cells).toMatchObject({ action: 'wechat_follow', page: 'S017' });
  expect(link?.cells).toMatchObject({
    action: 'wechat_link',
    page: 'https://example.com/menu',
    account_key: scan?.cells.account_key,
  });
  expect(JSON.stringify([scan, link])).not.toContain('oX-invented');
});
