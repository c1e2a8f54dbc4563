import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hmacSha256, pseudonymiser, rekeyer } from '../../../lambdas/shared/pseudonym.ts';

test('equals the HMAC of the platform for any key and text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 5_000 }), (key, text) => {
      expect(hmacSha256(key)(text)).toBe(createHmac('sha256', key).update(text, 'utf8').digest('hex'));
    }),
  );
});

test('does not remember the text before', () => {
  const mac = hmacSha256(randomBytes(32));
  const short = mac('a');
  mac('b'.repeat(100_000));
  expect(mac('a')).toBe(short);
});

test('is one for one person and kind, however written, and another under another key', () => {
  const pseudonymise = pseudonymiser([Buffer.alloc(32, 1)]);
  expect(pseudonymise('phone', '13800001234')).toBe(pseudonymise('phone', '+86 138-0000-1234'));
  expect(pseudonymise('phone', '13800001234')).toMatch(/^[0-9a-f]{32}$/);
  expect(pseudonymise('member', '13800001234')).not.toBe(pseudonymise('phone', '13800001234'));
  expect(pseudonymiser([Buffer.alloc(32, 2)])('phone', '13800001234')).not.toBe(pseudonymise('phone', '13800001234'));
  expect(pseudonymise('email', ' ')).toBeNull();
});

test('under a further key nobody is parted from their history: it is carried over without the identifiers', () => {
  const [first, second, third] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte));
  if (first === undefined || second === undefined || third === undefined) throw new Error('three keys expected');
  const one = pseudonymiser([first])('phone', '13800001234') ?? '';
  const two = pseudonymiser([first, second])('phone', '+86 138 0000 1234') ?? '';
  const three = pseudonymiser([first, second, third])('phone', '13800001234') ?? '';
  expect([one, two, three].map((text) => text.length)).toEqual([32, 34, 34]);
  expect(new Set([one, two.slice(2), three.slice(2)]).size).toBe(3);
  expect(rekeyer([first, second])(one)).toBe(two);
  expect(rekeyer([first, second, third])(one)).toBe(three);
  expect(rekeyer([first, second, third])(two)).toBe(three);
  expect(rekeyer([first, second, third])(three)).toBe(three);
  expect(rekeyer([first, second])('13800001234')).toBe('13800001234');
});
