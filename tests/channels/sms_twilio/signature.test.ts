import { expect, test } from 'vitest';
import { channel } from '../../../channels/sms_twilio/channel.ts';
import { RefusedError } from '../../../contracts/errors.ts';

/** The worked example of https://www.twilio.com/docs/usage/webhooks/webhooks-security, a voice call. */
const request = {
  method: 'POST' as const,
  url: 'https://mycompany.com/myapp.php?foo=1&bar=2',
  query: { foo: '1', bar: '2' },
  headers: { 'x-twilio-signature': '0/KCTR6DLpKmkAf8muzZqo1nDgQ=' },
  body: Buffer.from('CallSid=CA1234567890ABCDE&Caller=%2B12349013030&Digits=1234&From=%2B12349013030&To=%2B18005551212'),
};

test('the published example is signed as it says, and another digit is not', () => {
  const { verify } = channel.webhook ?? {};
  verify?.(request, '12345', new Date());
  const body = Buffer.from(request.body.toString().replace('1234&', '1235&'));
  expect(() => verify?.({ ...request, body }, '12345', new Date())).toThrow(RefusedError);
  expect(() => verify?.(request, '12346', new Date())).toThrow(RefusedError);
});
