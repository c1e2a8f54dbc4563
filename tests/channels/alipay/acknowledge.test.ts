import { createPublicKey, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { channel } from '../../../channels/alipay/channel.ts';
import { appPublicKey } from '../../../channels/alipay/gateway.ts';
import { readCalls } from '../calls.ts';

test('a message is acknowledged to its sender, signed with the app’s key', () => {
  const call = readCalls('alipay').find(({ name }) => name === 'text-in-gbk');
  const accepted = channel.webhook?.accepted;
  if (call === undefined || typeof accepted !== 'function') throw new Error('expected a call and an answer to it');
  const { body } = accepted(call.request, call.secret, call.now);
  const [, said = '', signature = ''] = /<response>(.*)<\/response><sign>(.*)<\/sign>/.exec(body) ?? [];
  expect(said).toContain('<ToUserId><![CDATA[2088000000000001]]></ToUserId>');
  const key = createPublicKey({ key: Buffer.from(appPublicKey(call.secret), 'base64'), type: 'spki', format: 'der' });
  expect(verify('sha256', Buffer.from(said), key, Buffer.from(signature, 'base64'))).toBe(true);
});
