import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hmacSha256, pseudonymiser } from '../../../lambdas/shared/pseudonym.ts';

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
  const pseudonymise = pseudonymiser(Buffer.alloc(32, 1));
  expect(pseudonymise('phone', '13800001234')).toBe(pseudonymise('phone', '+86 138-0000-1234'));
  expect(pseudonymise('phone', '13800001234')).toMatch(/^[0-9a-f]{32}$/);
  expect(pseudonymise('member', '13800001234')).not.toBe(pseudonymise('phone', '13800001234'));
  expect(pseudonymiser(Buffer.alloc(32, 2))('phone', '13800001234')).not.toBe(pseudonymise('phone', '13800001234'));
  expect(pseudonymise('email', ' ')).toBeNull();
});
