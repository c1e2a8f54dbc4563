import { expect, test } from 'vitest';
import { parseSecrets } from '../../../lambdas/shared/secrets.ts';

const hex = (byte: string) => byte.repeat(32);
const SECRET = 'a secret of the test, long enough';
const parse = (document: object) => parseSecrets(JSON.stringify(document), 'keys.json');

const DOCUMENT = {
  pseudonym_keys: [hex('01'), hex('02')],
  quarantine_keys: [hex('03')],
  vault_key: hex('04'),
  webhooks: { survey: SECRET, pos: [SECRET, `${SECRET} 2`] },
};

test('keys come in their order, and a channel has one secret or several', () => {
  const secrets = parse(DOCUMENT);
  expect(secrets.pseudonymKeys.map((key) => key[0])).toEqual([1, 2]);
  expect(secrets.webhookSecrets('survey')).toEqual([SECRET]);
  expect(secrets.webhookSecrets('pos')).toEqual([SECRET, `${SECRET} 2`]);
  expect(secrets.webhookSecrets('toString')).toEqual([]);
});

test('a document from before keys could be rotated is read as one of today, the same each time', () => {
  const first = { pseudonym_key: hex('01'), quarantine_key: hex('03'), webhooks: { survey: SECRET } };
  const secrets = parse(first);
  expect([secrets.pseudonymKeys.length, secrets.quarantineKeys.length]).toEqual([1, 1]);
  expect(secrets.vaultKey).toEqual(parse(first).vaultKey);
  expect(secrets.vaultKey).not.toEqual(secrets.quarantineKeys[0]);
});

test.each([
  [{ ...DOCUMENT, pseudonym_keys: [] }, /pseudonym_keys/],
  [{ ...DOCUMENT, pseudonym_keys: [hex('01'), 'abc'] }, /pseudonym_keys\.1: expected 32 bytes as 64 hex digits/],
  [{ ...DOCUMENT, webhooks: { survey: 'short' } }, /webhooks\.survey/],
  [{ ...DOCUMENT, vault_key: undefined }, /vault_key/],
])('%# a wrong document is refused with the field, and never with what it holds', (document, message) => {
  expect(() => parse(document)).toThrow(message);
  expect(() => parse(document)).not.toThrow(/short|abc|0101/);
});
