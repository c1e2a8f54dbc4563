import { expect, test } from 'vitest';
import { guessMap } from '../../../channels/table/guess.ts';
import { parseMap } from '../../../channels/table/map.ts';

const guess = (rows: Record<string, unknown>[], contract?: string) =>
  guessMap('March export (1).csv', Object.keys(rows[0] ?? {}), rows, 'Asia/Shanghai', contract);

test('labels of two kinds are taken for bad and good, and the map can be used as it is', () => {
  const text = guess([
    { label: '1', review: '很快，好吃' },
    { label: '0', review: '没有送水' },
  ]);
  const map = parseMap(text, 'map.yml');
  expect(map).toMatchObject({
    name: 'march_export_1',
    id: [],
    columns: { label: { to: 'score', values: { 0: 1, 1: 5 } }, review: { to: 'comment' } },
    constants: { occurred_at: 'received', scale_max: 5 },
  });
  expect(map.contract.table).toBe('review');
});

test('headers in Chinese and English, times, ids and what is not known', () => {
  const rows = [
    {
      答卷编号: 'a1',
      NPS: '9',
      满意度: '5',
      手机号: '13800001234',
      门店: 'S017',
      提交时间: '2026/11/5 8:30',
      意见: '好',
      备注2: 'x',
    },
    { 答卷编号: 'a2', NPS: '3', 满意度: '', 手机号: '', 门店: 'S018', 提交时间: '2026/11/15 18:30', 意见: '', 备注2: '' },
  ];
  const text = guess(rows);
  expect(parseMap(text, 'map.yml')).toMatchObject({
    contract: { table: 'survey_response' },
    id: ['答卷编号'],
    columns: {
      NPS: { to: 'nps_score' },
      满意度: { to: 'csat_score' },
      手机号: { to: 'phone_key' },
      门店: { to: 'org_unit_id' },
      提交时间: { to: 'occurred_at', format: 'yyyy/M/d H:mm' },
      意见: { to: 'comment' },
    },
    ignore: ['备注2'],
  });
  expect(text).not.toContain('13800001234');
});

test('a contract with a time of its own, and means of payment in words', () => {
  const order = guess([
    { order_id: '1', total: '20.5', placed_at: '1794073630' },
    { order_id: '2', total: '30', placed_at: '1794073631' },
  ]);
  expect(parseMap(order, 'map.yml')).toMatchObject({
    contract: { table: 'order' },
    columns: { placed_at: { to: 'placed_at', format: 'epoch_s' } },
    constants: { occurred_at: 'placed_at' },
  });
  const payment = guess([
    { 订单号: '1', 金额: '1.234,50', 支付方式: '微信', 支付时间: '05.11.2026 12:30' },
    { 订单号: '2', 金额: '99,00', 支付方式: '支付宝', 支付时间: '06.11.2026 12:31' },
  ]);
  expect(parseMap(payment, 'map.yml').columns).toMatchObject({
    金额: { to: 'amount', decimal: ',' },
    支付方式: { to: 'method', values: { 微信: 'wechat_pay', 支付宝: 'alipay' } },
    支付时间: { to: 'occurred_at', format: 'dd.MM.yyyy HH:mm' },
  });
});

test('cells tell what the header does not', () => {
  const rows = [
    { a: 'mei@example.com', b: '2026-11-05T10:00:00Z', c: '菜上得慢，等了一个小时才来', 'x: y': '5' },
    { a: 'lin@example.com', b: '2026-11-06T10:00:00Z', c: '服务很好，下次还会再来这里', 'x: y': '4' },
  ];
  expect(parseMap(guess(rows, 'review'), 'map.yml').columns).toMatchObject({
    a: { to: 'email_key' },
    b: { to: 'occurred_at' },
    c: { to: 'comment' },
  });
});
