import { expect, test } from 'vitest';
import { verifyStandardWebhook } from '../../../channels/kit/standard-webhook.ts';
import { RefusedError } from '../../../contracts/errors.ts';

/** The example in the tests of the specification's own libraries: https://github.com/standard-webhooks/standard-webhooks */
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NOW = new Date(1_614_265_330_000);
const call = (body: string) => ({
  method: 'POST' as const,
  url: 'https://cx.example.com/',
  query: {},
  headers: {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  body: Buffer.from(body),
});

test('the published example is signed as it says, and a changed body or a late call is not', () => {
  verifyStandardWebhook(call('{"test": 2432232314}'), SECRET, NOW);
  expect(() => verifyStandardWebhook(call('{"test": 2432232315}'), SECRET, NOW)).toThrow(RefusedError);
  expect(() => verifyStandardWebhook(call('{"test": 2432232314}'), SECRET, new Date(NOW.getTime() + 301_000))).toThrow(
    RefusedError,
  );
});
