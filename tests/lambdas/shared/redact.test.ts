import { expect, test } from 'vitest';
import { redact } from '../../../lambdas/shared/redact.ts';

test.each([
  ['打我电话13800001234吧', '打我电话[phone]吧'],
  ['138 0000 1234 或 +86-139-1111-2222', '[phone] 或 [phone]'],
  ['座机 021-61234567', '座机 [phone]'],
  ['客服 400-820-8820 没人接', '客服 [phone] 没人接'],
  ['call me on +44 20 7946 0958', 'call me on [phone]'],
  ['写信到 mei.lin+vip@mail.example.com。', '写信到 [email]。'],
  ['身份证11010519491231002X', '身份证[id card]'],
  ['卡号 6222 0212 3456 7890 128', '卡号 [bank card]'],
  ['card 4111 1111 1111 1111 please', 'card [bank card] please'],
])('%j becomes %j', (written, kept) => {
  expect(redact(written)).toBe(kept);
});

test.each([
  '等了45分钟，2026年11月5日，桌号1234',
  '订单 20261105000042 还没到',
  '人均 128.50，满分 10',
  '110105194912310020',
  '编号 6222 0212 3456 7890 129',
])('%j stays as it is', (text) => {
  expect(redact(text)).toBe(text);
});
