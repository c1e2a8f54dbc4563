import { SignJWT } from 'jose';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { BEARERS, type RunningServer, SECRET, startServer } from './running-server.ts';
import { fillMarts, SampleMarts, sampleMarts } from './sample-marts.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

const LEAKS =
  /select |from |score_daily|score_reference|order_daily|invite_daily|order_id|promoter_count|node_modules|\.ts:|\.js:/i;

let server: RunningServer;
const logged: string[] = [];

beforeAll(async () => {
  process.env['CUBEJS_DEV_MODE'] = 'true';
  process.env['CUBEJS_PLAYGROUND_AUTH_SECRET'] = SECRET;
  server = await startServer({
    marts: sampleMarts(5),
    log: (event, details) => logged.push(`${event} ${JSON.stringify(details)}`),
  });
});

afterAll(async () => server.stop());

describe('a token', () => {
  const sign = (claims: object, over: { secret?: string; iss?: string; aud?: string; exp?: number | null } = {}) => {
    const now = Math.floor(Date.now() / 1000);
    const jwt = new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256' }).setIssuedAt(now);
    jwt.setIssuer(over.iss ?? 'echolake').setAudience(over.aud ?? 'echolake-api');
    if (over.exp !== null) jwt.setExpirationTime(now + (over.exp ?? 60));
    return jwt.sign(new TextEncoder().encode(over.secret ?? SECRET));
  };
  const ask = async (token?: string) => {
    const replies = [await server.get('/v1/meta', token), await server.get('/v1/load?query={}', token)];
    expect(replies[1]?.status).toBe(replies[0]?.status);
    return { status: replies[0]?.status, error: replies[0]?.body['error'] };
  };

  it.each<[string, () => Promise<string | undefined>, number, RegExp]>([
    ['missing', async () => undefined, 401, /no token/],
    ['of another form', async () => 'nonsense', 401, /not valid/],
    ['expired', () => sign(BEARERS.manager, { exp: -5 }), 401, /expired/],
    ['without an end', () => sign(BEARERS.manager, { exp: null }), 401, /not valid/],
    ['signed by somebody else', () => sign(BEARERS.manager, { secret: 'x'.repeat(40) }), 401, /not valid/],
    ['of another issuer', () => sign(BEARERS.manager, { iss: 'other' }), 401, /not valid/],
    ['for another audience', () => sign(BEARERS.manager, { aud: 'other' }), 401, /not valid/],
    ['of an unknown tier', () => sign({ tier: 'admin', unit: 'x' }), 403, /tier is unknown/],
    ['of two tiers', () => sign({ tier: ['frontline', 'analyst'], unit: 'x', region: 'y' }), 403, /tier is unknown/],
    ['without a tier', () => sign({ unit: 'x' }), 403, /tier is unknown/],
    ['without a unit', () => sign({ tier: 'frontline', region: 'east' }), 403, /names no unit/],
    ['with an empty unit', () => sign({ tier: 'analyst', unit: '' }), 403, /names no unit/],
    ['of a manager without a region', () => sign({ tier: 'manager', unit: 'east' }), 403, /names no region/],
  ])('%s is refused', async (_what, make, status, sentence) => {
    expect(await ask(await make())).toEqual({ status, error: expect.stringMatching(sentence) });
  });

  it('with the algorithm none is refused', async () => {
    const now = Math.floor(Date.now() / 1000);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = `${part({ alg: 'none' })}.${part({ ...BEARERS.analyst, iss: 'echolake', aud: 'echolake-api', iat: now, exp: now + 60 })}.`;
    expect((await ask(token)).status).toBe(401);
  });
});

describe('a query that cannot be read', () => {
  const load = async (body: string) => server.post('/v1/load', body, await server.token(BEARERS.analyst));

  it.each<[string, string, number, RegExp]>([
    ['no JSON', '{', 400, /not JSON/],
    ['no query', '{}', 400, /carries no query/],
    ['text that is no JSON', '{"query":"{"}', 400, /not JSON/],
    ['nothing asked', '{"query":{}}', 400, /asks for nothing/],
    ['a number', '{"query":7}', 400, /could not be read/],
    ['too many rows', '{"query":{"measures":["analyst_score.nps"],"limit":50001}}', 400, /50000 rows/],
    ['ungrouped', '{"query":{"dimensions":["analyst_feedback.feedback_id"],"ungrouped":true}}', 400, /ungrouped/],
    ['another zone', '{"query":{"measures":["analyst_score.nps"],"timezone":"Asia/Shanghai"}}', 400, /UTC/],
    [
      'an unknown operator',
      '{"query":{"measures":["analyst_score.nps"],"filters":[{"member":"analyst_score.nps","operator":"like","values":["1"]}]}}',
      400,
      /could not be read/,
    ],
    [
      'text for a number',
      '{"query":{"measures":["analyst_score.nps"],"filters":[{"member":"analyst_score.nps","operator":"gt","values":["a"]}]}}',
      400,
      /expects a number/,
    ],
    [
      'a date that is none',
      '{"query":{"measures":["analyst_score.nps"],"timeDimensions":[{"dimension":"analyst_score.business_date","dateRange":["soon","later"]}]}}',
      400,
      /./,
    ],
    ['two views', '{"query":{"measures":["analyst_score.nps","analyst_order.order_count"]}}', 400, /one view/],
    ['a granularity of text', '{"query":{"dimensions":["analyst_score.touchpoint.day"]}}', 400, /./],
    ['a granularity that is none', '{"query":{"dimensions":["analyst_score.business_date.blink"]}}', 400, /./],
    ['a dimension as measure', '{"query":{"measures":["analyst_score.touchpoint"]}}', 400, /./],
    ['a measure as dimension', '{"query":{"dimensions":["analyst_score.nps"]}}', 400, /./],
    ['a text as time', '{"query":{"timeDimensions":[{"dimension":"analyst_score.touchpoint","granularity":"day"}]}}', 400, /./],
    ['a body of 1 MB', `{"query":{"measures":["${'a'.repeat(1_000_000)}"]}}`, 413, /64kb/],
  ])('%s', async (_what, body, status, sentence) => {
    const reply = await load(body);
    expect(reply.text).toMatch(sentence);
    expect(reply.status).toBe(status);
    expect(reply.text).not.toMatch(LEAKS);
  });

  it('nested 5,000 deep is refused at once', async () => {
    const reply = await load(
      `{"query":{"measures":["analyst_score.nps"],"filters":[${'{"and":['.repeat(5000)}${']}'.repeat(5000)}]}}`,
    );
    expect(reply.status).toBe(400);
  });
});

describe('other addresses', () => {
  it.each([
    '/v1/sql?query={}',
    '/graphql',
    '/v1/pre-aggregations/jobs',
    '/v1/dry-run',
    '/v1/cubesql',
    '/v1/subscribe',
    '/v1/convert-query',
    '/readyz',
    '/',
    '/v1/meta/x',
    '/playground',
  ])('%s is not there', async (path) => {
    const token = await server.token(BEARERS.analyst);
    expect((await server.get(path, token)).status).toBe(404);
    expect((await server.post(path, '{}', token)).status).toBe(404);
  });

  it('has no extended catalogue', async () => {
    const token = await server.token(BEARERS.analyst);
    expect((await server.get('/v1/meta?extended', token)).text).toBe((await server.get('/v1/meta', token)).text);
  });
});

describe('the id of a request', () => {
  it('is in the answer, in its head and in the log line of a refusal', async () => {
    const from = logged.length;
    const response = await fetch(`${server.address}/v1/load?query={}`, { headers: { 'x-request-id': 'of the caller' } });
    const body = z.object({ requestId: z.uuid() }).parse(await response.json());
    expect(response.headers.get('x-request-id')).toBe(body.requestId);
    expect(logged.slice(from)).toEqual([
      `Request refused ${JSON.stringify({ requestId: body.requestId, status: 401, error: 'Sign in first: the request carries no token.' })}`,
    ]);
  });

  it('is in the head of an answer with data, and Cube logs the query under it', async () => {
    const from = logged.length;
    const response = await fetch(`${server.address}/v1/load?query={"measures":["analyst_order.order_count"]}`, {
      headers: { authorization: await server.token(BEARERS.analyst) },
    });
    const id = response.headers.get('x-request-id') ?? 'none';
    expect(response.status).toBe(200);
    expect(logged.slice(from).join('\n')).toContain(id);
  });

  it('is in the answer where there is no such address', async () => {
    const reply = await server.get('/v1/nothing');
    expect(reply.body).toEqual({ error: expect.any(String), requestId: expect.any(String) });
  });

  it('leads from a failure to its cause, which stays in the log', async () => {
    const marts = new SampleMarts();
    const broken: string[] = [];
    const failing = await startServer({ marts, log: (event, details) => broken.push(`${event} ${JSON.stringify(details)}`) });
    try {
      marts.publish(async (connection) => {
        await fillMarts(connection, 5);
        await connection.run('drop table order_daily');
      });
      const reply = await failing.load(BEARERS.analyst, { measures: ['analyst_order.order_count'] });
      expect(reply).toMatchObject({ status: 500, body: { error: 'The query could not be answered.' } });
      const line = broken.find((one) => one.startsWith('Request failed'));
      expect(line).toContain(String(reply.body['requestId']));
      expect(line).toContain('order_daily');
    } finally {
      await failing.stop();
    }
  });
});

it('logs no failure while it refuses', () => {
  expect(logged.filter((line) => line.startsWith('Request failed'))).toEqual([]);
});
