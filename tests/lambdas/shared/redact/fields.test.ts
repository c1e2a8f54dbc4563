import { expect, test } from 'vitest';
import { redactFields } from '../../../../lambdas/shared/redact/fields.ts';

test('what a field’s name says is personal is removed, whatever it looks like', () => {
  const kept = redactFields({
    customerName: '阿不都',
    first_name: 'Mei',
    name: 'Mei Lin',
    'shipping-address': { line1: 'somewhere', zip: 1 },
    openid: 'oX-1',
    联系人手机: 'none',
    ip: '10.0.0.1',
    email: null,
    email_verified: true,
  });
  expect(kept).toEqual({
    customerName: '[removed]',
    first_name: '[removed]',
    name: '[removed]',
    'shipping-address': '[removed]',
    openid: '[removed]',
    联系人手机: '[removed]',
    ip: '[removed]',
    email: null,
    email_verified: true,
  });
});

test('everything else stays what it was, with its texts redacted', () => {
  const fields = {
    store_name: '柳浪街店',
    dish: { name_en: 'soup' },
    total: 128.5,
    tags: ['a', 1, null, true],
    note: '王先生 13800001234',
  };
  expect(redactFields(fields)).toEqual({ ...fields, note: '[name]先生 [phone]' });
});

test('a phone number sent as a number, or as the name of a field, goes too, and the whole stays JSON', () => {
  const kept = JSON.stringify(redactFields({ extra: { 13800001234: 'x' }, more: 13800001234 }));
  expect(JSON.parse(kept)).toEqual({ extra: { '[phone]': 'x' }, more: '[phone]' });
});

test('what is nested without end is cut', () => {
  let deep: unknown = '13800001234';
  for (let i = 0; i < 50; i++) deep = [deep];
  expect(JSON.stringify(redactFields(deep))).toContain('[removed]');
});
