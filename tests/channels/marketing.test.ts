import { expect, test } from 'vitest';
import { readFixture, sendThrough } from './door.ts';

const [google, meta, campaign, programme, wechat] = await Promise.all(
  ['google_ads', 'meta_ads', 'campaign', 'programme', 'payment_wechat'].map(sendThrough),
);
const first = (send: typeof google, channel: string, name: string) => send?.(readFixture(channel, name)).rows[0]?.cells;

test('spend is one row a campaign, medium and day, in major units', () => {
  expect(first(google, 'google_ads', 'row')).toMatchObject({
    event_id: 'google_ads/111111111/google_search//2026-11-05',
    event_version: Date.parse('2026-11-05T18:00:00Z'),
    business_date: '2026-11-05',
    amount: 61.23,
    impression_count: 4210,
    click_count: 182,
  });
  expect(first(google, 'google_ads', 'table-row')).toMatchObject({ medium: 'google_video', amount: 61.23, click_count: null });
  expect(first(meta, 'meta_ads', 'insight-by-platform')).toMatchObject({
    medium: 'meta_instagram',
    amount: 12.34,
    click_count: 80,
  });
  expect(first(campaign, 'campaign', 'spend')).toMatchObject({
    event_version: Date.parse('2026-11-06T02:00:00Z'),
    amount: 1200.5,
  });
  expect(first(campaign, 'campaign', 'spend-row-of-a-table')).toMatchObject({ amount: 800, org_unit_id: null });
});

test('a row of a table is the record it describes', () => {
  expect(first(campaign, 'campaign', 'touch-row-of-a-table')).toMatchObject({
    kind: 'redeem',
    touchpoint: 'campaign',
    phone_key: null,
  });
  expect(first(campaign, 'campaign', 'touch')?.business_date).toBe('2026-11-05');
  expect(first(programme, 'programme', 'cost-taken-back-in-a-table')).toMatchObject({
    amount: -200,
    business_date: '2026-11-05',
  });
  expect(first(programme, 'programme', 'action-row-of-a-table')?.event_id).toBe('programme/A-1/S018');
});

test('WeChat Pay’s fen are yuan, on the day of its clock', () => {
  expect(first(wechat, 'payment_wechat', 'payment')).toMatchObject({
    event_id: 'payment_wechat/4200000000202611050000000001',
    business_date: '2026-11-05',
    order_id: 'A20261105-000042',
    method: 'wechat_pay',
    amount: 60.5,
    currency: 'CNY',
  });
  expect(first(wechat, 'payment_wechat', 'refund')).toMatchObject({ amount: 36.8, payment_id: '4200000000202611050000000001' });
  for (const name of ['refund-closed', 'other']) expect(first(wechat, 'payment_wechat', name)).toBeUndefined();
});
