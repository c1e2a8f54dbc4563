import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { SIGNATURE_HEADER, sign } from '../../channels/kit/signature.ts';
import { channelNames, loadChannel } from '../../channels/load.ts';
import { collect } from '../../lambdas/collect/collect.ts';
import { keyedBy } from '../../lambdas/shared/intake.ts';
import { readCalls } from '../channels/calls.ts';
import { readFixtures } from '../channels/door.ts';
import { memoryStore } from './memory-store.ts';

/** Short in `npm test`; the checks on a clean checkout give it a minute. */
const SECONDS = Number(process.env['ECHOLAKE_FUZZ_SECONDS'] ?? 4);
vi.setConfig({ testTimeout: SECONDS * 1000 + 60_000 });

const key = Buffer.alloc(32, 7);
const NOW = new Date('2026-11-05T12:00:00Z');
const SECRET = 'a secret of the test, long enough';
const channels = (await Promise.all((await channelNames()).map(loadChannel))).filter(({ webhook }) => webhook !== undefined);
const calls = channels.flatMap(({ name }) => readCalls(name).map((call) => ({ channel: name, ...call })));
const records = ['survey', 'pos', 'members', 'org'].flatMap((channel) =>
  readFixtures(channel, 'pass').map(({ record }) => ({ channel, text: JSON.stringify(record) })),
);

interface Sent {
  readonly channel: string;
  readonly method: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  readonly secret: string;
  readonly now: Date;
}

/** The status, and how many events and refused records became durable. */
async function statusOf({ channel, method, query, headers, body, secret, now }: Sent) {
  const store = memoryStore();
  const sent: string[] = [];
  const queue = {
    send: (text: string) => Promise.resolve(void sent.push(text)),
    receive: () => Promise.resolve([]),
    ack: () => Promise.resolve(),
  };
  const secrets = { pseudonymKeys: [key], quarantineKeys: [key], vaultKey: key, webhookSecrets: () => [secret] };
  const answer = await collect(
    {
      headers,
      pathParameters: { channel },
      queryStringParameters: Object.fromEntries(new URLSearchParams(query)),
      rawPath: `/collect/${channel}`,
      rawQueryString: query,
      requestContext: { domainName: 'example.test', http: { method } },
      body: Buffer.from(body).toString('base64'),
      isBase64Encoded: true,
    },
    { store, queue, secrets, keyed: keyedBy(secrets), clock: () => now },
  );
  return { status: answer.statusCode, body: answer.body, kept: sent.length + store.objects.size };
}

const REFUSED = [400, 401, 403, 404, 405, 413, 422];

/** Bytes with some of them changed, cut out, doubled or put in. */
const damaged = (bytes: Uint8Array) =>
  fc
    .array(fc.tuple(fc.nat(Math.max(bytes.length - 1, 0)), fc.nat(255), fc.constantFrom('set', 'cut', 'double', 'insert')), {
      maxLength: 8,
    })
    .map((changes) =>
      changes.reduce<Buffer>((text, [at, byte, kind]) => {
        const rest = { set: at + 1, cut: at + byte, double: Math.max(at - byte, 0), insert: at }[kind];
        const put = kind === 'set' || kind === 'insert' ? [byte] : [];
        return Buffer.concat([text.subarray(0, at), Buffer.from(put), text.subarray(rest)]);
      }, Buffer.from(bytes)),
    );

const header = fc.dictionary(
  fc.constantFrom(SIGNATURE_HEADER, 'content-type', 'authorization', 'stripe-signature', 'x-hub-signature-256', 'host'),
  fc.string({ unit: 'binary', maxLength: 80 }),
);
const anyCall: fc.Arbitrary<Sent> = fc.record({
  channel: fc.constantFrom(...channels.map(({ name }) => name)),
  method: fc.constantFrom('GET', 'POST', 'PUT'),
  query: fc.oneof(fc.constant(''), fc.webQueryParameters({ size: 'small' })),
  headers: header,
  body: fc.uint8Array({ maxLength: 2_000 }),
  secret: fc.constant(SECRET),
  now: fc.constant(NOW),
});
const damagedCall: fc.Arbitrary<Sent> = fc.constantFrom(...calls).chain(({ channel, request, secret, now }) =>
  damaged(request.body).map((body) => {
    const query = new URL(request.url).search.slice(1);
    return { channel, method: request.method, query, headers: request.headers, body, secret, now };
  }),
);
const signedCall: fc.Arbitrary<Sent> = fc
  .oneof(
    fc.constantFrom(...records).chain(({ channel, text }) => damaged(Buffer.from(text)).map((body) => ({ channel, body }))),
    fc
      .tuple(fc.constantFrom('survey', 'pos'), fc.json({ maxDepth: 4 }))
      .map(([channel, text]) => ({ channel, body: Buffer.from(text) })),
  )
  .map(({ channel, body }) => {
    const headers = { [SIGNATURE_HEADER]: sign(body, SECRET, NOW) };
    return { channel, method: 'POST', query: '', headers, body, secret: SECRET, now: NOW };
  });

test.each([
  ['any bytes', anyCall],
  ['a call of a vendor, damaged', damagedCall],
  ['a damaged record, signed', signedCall],
])('%s: taken whole, or refused with a sentence and nothing kept', async (_, sent) => {
  await fc.assert(
    fc.asyncProperty(sent, async (call) => {
      const { status, body, kept } = await statusOf(call);
      if (REFUSED.includes(status)) {
        expect(kept).toBe(0);
        expect(JSON.parse(body).error).toMatch(/\w+ \w+/);
      } else {
        expect(status).toBeLessThan(300);
      }
    }),
    { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: (SECONDS * 1000) / 3 },
  );
});
