import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { SIGNATURE_HEADER, sign } from '../../channels/kit/signature.ts';
import { collect } from '../../lambdas/collect/collect.ts';
import { type RateLimit, rateLimit } from '../../lambdas/collect/rate-limit.ts';
import { MAX_BODY_BYTES } from '../../lambdas/collect/read-call.ts';
import { keyedBy } from '../../lambdas/shared/intake.ts';
import { unpackMessage } from '../../lambdas/shared/message.ts';
import { readFixtures } from '../channels/door.ts';
import { memoryStore } from './memory-store.ts';

const SECRET = 'a secret of the test, long enough';
const OLD_SECRET = 'the secret before, also long enough';
const NOW = new Date('2026-11-05T12:00:00Z');
const key = Buffer.alloc(32, 7);
const secrets = {
  pseudonymKeys: [key],
  quarantineKeys: [key],
  vaultKey: key,
  webhookSecrets: (channel: string) => (channel === 'survey' ? [SECRET, OLD_SECRET] : []),
};
const response = readFixtures('survey', 'pass').find(({ name }) => name === 'full')?.record ?? {};

let store = memoryStore();
let sent: string[] = [];
beforeEach(() => {
  store = memoryStore();
  sent = [];
});

interface Call {
  readonly channel?: string;
  readonly body?: string | Uint8Array;
  readonly signature?: string | null;
  readonly at?: Date;
  readonly limit?: RateLimit;
}

async function call({ channel = 'survey', body = JSON.stringify(response), signature, at = NOW, limit }: Call = {}) {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const header = signature === undefined ? sign(bytes, SECRET, NOW) : signature;
  const queue = {
    send: (text: string) => {
      sent.push(text);
      return Promise.resolve();
    },
    receive: () => Promise.resolve([]),
    ack: () => Promise.resolve(),
  };
  const answer = await collect(
    {
      headers: header === null ? {} : { [SIGNATURE_HEADER]: header },
      pathParameters: { channel },
      queryStringParameters: {},
      rawPath: `/collect/${channel}`,
      rawQueryString: '',
      requestContext: { domainName: 'example.test', http: { method: 'POST' } },
      body: Buffer.from(bytes).toString('base64'),
      isBase64Encoded: true,
    },
    { store, queue, secrets, keyed: keyedBy(secrets), clock: () => at, limit },
  );
  return { status: answer.statusCode, body: JSON.parse(answer.body), headers: answer.headers };
}

describe('a signed call', () => {
  test('is queued without anything personal, and answered with what was taken', async () => {
    expect(await call()).toMatchObject({ status: 202, body: { accepted: 1, quarantined: [] } });
    expect(sent.join()).not.toContain('13800001234');
    expect(sent.join()).not.toContain('oX-invented-1');
    const [event] = sent.flatMap(unpackMessage);
    expect(event?.contract.table).toBe('survey_response');
    expect(event?.cells[0]).toBe('survey/R-20261105-0001');
  });

  test('of several records lands the good ones and says what was expected of the bad', async () => {
    const bad = { ...response, answers: [{ question_id: 'recommend', metric: 'nps', score: 11 }] };
    const { status, body } = await call({ body: JSON.stringify([response, bad]) });
    expect(status).toBe(202);
    expect(body.accepted).toBe(1);
    expect(body.quarantined).toEqual([
      { record: 2, problems: [{ field: 'nps_score', expected: expect.stringContaining('<=10') }] },
    ]);
    expect(store.objects.size).toBe(1);
    expect(JSON.stringify([body, [...store.objects.values()].map(String)])).not.toContain('13800001234');
  });

  test('is taken with the secret before, while both are valid', async () => {
    const signature = sign(Buffer.from(JSON.stringify(response)), OLD_SECRET, NOW);
    expect(await call({ signature })).toMatchObject({ status: 202, body: { accepted: 1 } });
  });

  test('sent again makes the same events', async () => {
    await call();
    await call();
    expect(sent[0]).toBe(sent[1]);
  });
});

describe('a call that was overheard and is sent again', () => {
  const bytes = Buffer.from(JSON.stringify(response));
  const signature = sign(bytes, SECRET, NOW);
  const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

  test('makes the same events while its signature is good, which count once', async () => {
    await call({ signature });
    await call({ signature, at: after(299) });
    const identities = sent.flatMap(unpackMessage).map(({ cells }) => cells.slice(0, 3));
    expect(identities).toHaveLength(2);
    expect(identities[0]).toEqual(identities[1]);
  });

  test('is refused after that', async () => {
    expect((await call({ signature, at: after(301) })).status).toBe(401);
    expect(sent).toEqual([]);
  });
});

describe('a channel that is called too often', () => {
  test('is told when to come again, and the others are taken', async () => {
    const limit = rateLimit({ perSecond: 0.5, burst: 2 });
    expect((await call({ limit })).status).toBe(202);
    expect((await call({ limit })).status).toBe(202);
    const refused = await call({ limit });
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '2' } });
    expect(refused.body.error).toBe('channel survey is called too often: try again in 2 s');
    expect((await call({ limit, channel: 'pos' })).status).toBe(401);
    const later = new Date(NOW.getTime() + 2_000);
    const signature = sign(Buffer.from(JSON.stringify(response)), SECRET, later);
    expect((await call({ limit, at: later, signature })).status).toBe(202);
    expect(sent).toHaveLength(3);
  });

  test('never passes more than its burst and its rate together', () => {
    const gaps = fc.array(fc.nat(300));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 20 }), gaps, (perSecond, burst, waits) => {
        const limit = rateLimit({ perSecond, burst });
        let ms = 0;
        let passed = 0;
        for (const wait of waits) {
          ms += wait;
          if (limit('survey', new Date(ms)) === null) passed++;
        }
        expect(passed).toBeLessThanOrEqual(burst + (ms / 1000) * perSecond + 1e-6);
      }),
    );
  });
});

describe('a call is refused', () => {
  test.each([
    ['without a signature', { signature: null }, 401, 'expected the header x-echolake-signature'],
    ['with a signature of another form', { signature: 'sha256=abc' }, 401, 'expected x-echolake-signature to look like'],
    ['with a signature of another body', { signature: sign(Buffer.from('{}'), SECRET, NOW) }, 401, 'does not fit the body'],
    [
      'with a signature of another secret',
      { signature: sign(Buffer.from(JSON.stringify(response)), 'another', NOW) },
      401,
      'does not fit the body',
    ],
    [
      'with a signature that was right six minutes ago',
      { signature: sign(Buffer.from(JSON.stringify(response)), SECRET, new Date(NOW.getTime() - 360_000)) },
      401,
      'more than 300 s from ours',
    ],
    ['for a channel that is not there', { channel: 'survy' }, 404, 'there is no channel "survy"'],
    ['for a channel whose name is a path', { channel: '../contracts' }, 404, 'there is no channel'],
    ['for a channel without a webhook', { channel: 'olist' }, 404, 'channel olist has no webhook'],
    ['for a channel without a secret here', { channel: 'pos' }, 401, 'channel pos has no webhook secret here'],
    ['when it is no JSON', { body: '{"type":' }, 400, 'expected a JSON body'],
    ['when it is empty', { body: '' }, 400, 'expected a JSON body'],
    ['when it is not UTF-8', { body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) }, 400, 'expected a body in UTF-8'],
    ['when it is too large', { body: 'x'.repeat(MAX_BODY_BYTES + 1) }, 413, `expected at most ${MAX_BODY_BYTES}`],
  ] as const)('%s', async (_, request, status, message) => {
    const answer = await call(request);
    expect(answer.status).toBe(status);
    expect(answer.body.error).toContain(message);
    expect(sent).toEqual([]);
    expect(store.objects.size).toBe(0);
  });
});

test('whatever bytes come, the answer is one of ours', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      const { status } = await call({ body: bytes });
      expect([202, 400]).toContain(status);
    }),
    { numRuns: 300 },
  );
});
