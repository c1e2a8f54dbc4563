import { describe, expect, test } from 'vitest';
import { loadChannel } from '../../channels/load.ts';
import { readFixture, sendThrough } from './door.ts';

/** The one row that a fixture makes, or the first of several. */
async function rowOf(channel: string, fixture: string) {
  const send = await sendThrough(channel);
  return send(readFixture(channel, fixture)).rows[0]?.cells;
}

/** What a dropped document comes to: a table a row. */
async function documentRows(name: string, document: unknown) {
  const [channel, send] = [await loadChannel(name), await sendThrough(name)];
  return (channel.documentRecords?.(document) ?? []).map((record) => {
    const { rows, problems } = send(record);
    return problems.length > 0 ? problems : rows.map(({ cells }) => cells);
  });
}

const RECEIVED = Date.parse('2026-11-05T18:00:00Z');

describe('a review', () => {
  test('in the App Store is of the app that was asked for, on the UTC day', async () => {
    expect(await rowOf('app_store', 'full')).toMatchObject({
      event_id: 'app_store/00000000-0000-0000-0000-000000000001',
      event_version: RECEIVED,
      business_date: '2026-11-06',
      product_id: '682658836',
      score: 2,
      scale_max: 5,
      title: 'Coupons vanish',
      comment: 'Every update loses my coupons. Call me on [phone].',
      extra: null,
    });
  });

  test('on Google Play has its title before the tab, and its last change as version', async () => {
    expect(await rowOf('google_play', 'full')).toMatchObject({
      event_version: 1_793_880_000_000,
      product_id: 'com.example.app',
      score: 3,
      title: 'Slow',
      comment: 'The menu takes ten seconds to open.',
      language: 'en',
      extra: null,
    });
  });

  test('on Google Maps is of a location', async () => {
    expect(await rowOf('google_business', 'full')).toMatchObject({
      event_id: 'google_business/AbInvented1',
      event_version: Date.parse('2026-11-06T08:00:00Z'),
      occurred_at: '2026-11-05T12:31:04.512Z',
      org_unit_id: '200000000000000000017',
      score: 2,
      comment: 'Waited forty minutes for a table that was free. Write to [email]',
      extra: null,
    });
  });

  test('on Meituan has the store’s stars, both texts, and none where 0 was sent', async () => {
    expect(await rowOf('meituan', 'full')).toMatchObject({
      occurred_at: '2026-11-04T16:00:00.000Z',
      business_date: '2026-11-05',
      org_unit_id: 'S017',
      score: 2,
      comment: '汤洒了一半，骑手打我电话[phone]说没办法。\n商家补送了一份，谢谢。',
      account_key: expect.stringMatching(/^[0-9a-f]{32}$/),
      extra: null,
    });
    expect(await rowOf('meituan', 'not-rated')).toMatchObject({ score: null, comment: '很好' });
  });

  test('on Ele.me is one score an order, and a text a dish', async () => {
    const send = await sendThrough('eleme');
    const rows = send(readFixture('eleme', 'full')).rows.map(({ cells }) => cells);
    expect(rows).toMatchObject([
      { event_id: 'eleme/81000000001', order_id: '1200000000000000001', score: 3, product_id: null, business_date: '2026-11-05' },
      { event_id: 'eleme/81000000001/82000000001', product_id: '700001', score: null, comment: '肉很香' },
    ]);
  });

  test('on Taobao is three words on five stars; a masked nick is nobody', async () => {
    expect(await rowOf('taobao', 'full')).toMatchObject({
      event_id: 'taobao/4100000000000000001/4100000000000000002',
      order_id: '4100000000000000001',
      score: 1,
      account_key: expect.stringMatching(/^[0-9a-f]{32}$/),
      extra: null,
    });
    expect(await rowOf('taobao', 'masked-nick')).toMatchObject({ score: 5, account_key: null, comment: null });
    expect(await rowOf('taobao', 'by-the-seller')).toBeUndefined();
  });

  test('on JD happens in milliseconds or on Beijing’s clocks', async () => {
    expect(await rowOf('jd', 'full')).toMatchObject({
      occurred_at: '2026-11-05T12:00:00.000Z',
      order_id: '290000000001',
      extra: null,
    });
    expect(await rowOf('jd', 'time-as-text')).toMatchObject({
      occurred_at: '2026-11-04T16:30:00.000Z',
      business_date: '2026-11-05',
    });
  });
});

describe('an answer of an API, dropped as it is', () => {
  test.each([
    [
      'app_store',
      { data: [readFixture('app_store', 'least')], links: { self: 'https://example.com/v1/apps/9/customerReviews' } },
      '9',
    ],
    ['google_play', { reviews: [readFixture('google_play', 'least')], packageName: 'com.example' }, 'com.example'],
    [
      'jd',
      { jingdong_pop_PopCommentJsfService_getVenderCommentsForJos_responce: { comments: [readFixture('jd', 'full')] } },
      '100000000017',
    ],
    ['taobao', { traderates_get_response: { trade_rates: { trade_rate: [readFixture('taobao', 'full')] } } }, '600000000001'],
  ])('of %s gives its reviews', async (name, document, product) => {
    expect(await documentRows(name, document)).toMatchObject([[{ channel: name, product_id: product }]]);
  });

  test.each([
    ['meituan', { code: 'OP_SUCCESS', data: [readFixture('meituan', 'least')], ePoiId: 'S018' }, 'S018'],
    ['eleme', { id: '1', error: null, result: [readFixture('eleme', 'anonymous')] }, '160000017'],
    [
      'google_business',
      { locationReviews: [{ name: 'accounts/1/locations/2', review: readFixture('google_business', 'stars-only') }] },
      '2',
    ],
  ])('of %s says which unit it is of', async (name, document, unit) => {
    expect(await documentRows(name, document)).toMatchObject([[{ channel: name, org_unit_id: unit }]]);
  });

  test('may be several pages in an array, and what is none of them is refused with reasons', async () => {
    const page = { reviews: [readFixture('google_play', 'least')] };
    expect(await documentRows('google_play', [page, page])).toHaveLength(2);
    expect(await documentRows('google_play', { error: { code: 401 } })).toMatchObject([
      [{ field: 'reviewId' }, { field: 'comments' }],
    ]);
  });
});
