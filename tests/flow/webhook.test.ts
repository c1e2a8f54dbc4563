import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Claims, signToken } from '../../cube/token.ts';
import { loadTokenKey } from '../../local/adapters/key-file.ts';
import { type Running, start } from '../../local/commands/start.ts';
import { status } from '../../local/commands/status.ts';
import { token } from '../../local/commands/token.ts';
import { DEFAULTS } from '../../local/sample/options.ts';
import { type DataFolder, dataFolder, listening } from './data-folder.ts';
import { type Call, ORG_LINES, post, responseOf, surveySigner } from './survey-calls.ts';

/** Landing and building give way to whatever else this machine does. */
const LONGEST_MS = 90_000;

vi.setConfig({ testTimeout: 100_000, hookTimeout: 100_000 });

// The pages are built and tested in their own room; nothing here asks for one.
vi.mock('../../local/dashboard-files.ts', () => ({ dashboardFiles: () => Promise.resolve(import.meta.dirname) }));

let folder: DataFolder;
let running: Running;
let signed: Awaited<ReturnType<typeof surveySigner>>;
const said = listening();

beforeAll(async () => {
  folder = await dataFolder();
  await folder.import('org', await folder.file('org.ndjson', ORG_LINES));
  signed = await surveySigner(folder.dataDir);
  running = await start(
    {
      dataDir: folder.dataDir,
      port: 0,
      isEmpty: true,
      sample: { ...DEFAULTS, endDate: '2026-11-05' },
      signal: new AbortController().signal,
    },
    said,
  );
});
afterAll(async () => {
  await running?.stop();
  await folder.remove();
});

interface Reply {
  readonly status: number;
  readonly data?: Record<string, string | null>[];
  readonly error?: string;
}

async function load(query: object, bearer: string | null): Promise<Reply> {
  const answer = await fetch(`${running.url}/cubejs-api/v1/load`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(bearer !== null && { authorization: `Bearer ${bearer}` }) },
    body: JSON.stringify({ query }),
  });
  const body: unknown = await answer.json();
  return { status: answer.status, ...(body as object) };
}

/** Twelve responses: eight promoters, two passives, two detractors. */
const SCORES = [9, 10, 9, 10, 9, 10, 9, 10, 7, 8, 6, 0];
const NPS = 50;

describe('from a signed call to the number', () => {
  test('no build is asked for, and a response counts once though each call came twice', async () => {
    const bearer = await token('frontline', 'S017', 1, folder.dataDir);
    const query = {
      measures: ['frontline_score.nps', 'frontline_score.nps_n', 'frontline_score.response_count'],
      filters: [{ member: 'frontline_score.store_name_en', operator: 'equals', values: ['Liulang Street, Hangzhou'] }],
    };
    const calls = SCORES.map((score, i) => signed(responseOf(`R-${i}`, score)));
    for (const call of [...calls, ...calls])
      expect(await post(running.url, call)).toEqual({ status: 202, body: { accepted: 1, quarantined: [] } });

    const found = [{ 'frontline_score.nps': String(NPS), 'frontline_score.nps_n': '12', 'frontline_score.response_count': '12' }];
    const isWhole = ({ data }: Reply) => data?.[0]?.['frontline_score.nps_n'] === '12';
    await vi.waitUntil(async () => isWhole(await load(query, bearer)), { timeout: LONGEST_MS, interval: 50 });

    while (Object.keys((await status(folder.dataDir)).warehouse.waiting_files).length > 0) await sleep(50);
    expect((await load(query, bearer)).data).toEqual(found);
    expect(said.lines.filter((line) => line.startsWith('!'))).toEqual([]);
  });

  test('one bad record of a call is quarantined and the good one counts', async () => {
    const answer = await post(running.url, signed([responseOf('R-good', 9), responseOf('R-bad', 11)]));
    expect(answer).toMatchObject({ status: 202, body: { accepted: 1, quarantined: [{ record: 2 }] } });
    expect((await status(folder.dataDir)).quarantine).toEqual({ survey: 1 });
  });
});

test('landing and building go on when their process was killed', async () => {
  const bearer = await token('frontline', 'S017', 1, folder.dataDir);
  const counted = async () =>
    Number((await load({ measures: ['frontline_score.response_count'] }, bearer)).data?.[0]?.['frontline_score.response_count']);
  const before = await counted();
  process.kill(backgroundPid(), 'SIGKILL');
  expect((await post(running.url, signed(responseOf('R-after-kill', 9)))).status).toBe(202);
  await vi.waitUntil(async () => (await counted()) > before, { timeout: LONGEST_MS, interval: 100 });
  expect(said.lines.filter((line) => line.startsWith('!'))).toEqual([expect.stringContaining('starting them again')]);
});

/** The process that lands and builds for this one. */
function backgroundPid(): number {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  const found = lines
    .map((line) => /^\s*(\d+)\s+(\d+)\s.*background\.mjs/.exec(line))
    .find((line) => Number(line?.[2]) === process.pid);
  return Number(found?.[1]);
}

describe('a call is refused', () => {
  const good = () => signed(responseOf('R-refused', 0));
  const without = ({ body }: Call): Call => ({ body, headers: { 'content-type': 'application/json' } });
  test.each<[string, () => Call, string, number, RegExp]>([
    ['without a signature', () => without(good()), 'survey', 401, /expected the header x-echolake-signature/],
    [
      'with the signature of another body',
      () => ({ ...good(), body: JSON.stringify(responseOf('R-x', 0)) }),
      'survey',
      401,
      /does not fit the body/,
    ],
    [
      'replayed after ten minutes',
      () => signed(responseOf('R-x', 0), new Date(Date.now() - 600_000)),
      'survey',
      401,
      /more than 300 s/,
    ],
    ['signed for another channel', good, 'pos', 401, /does not fit the body|no webhook secret/],
    ['for a channel that is not there', good, 'survy', 404, /there is no channel "survy"/],
    ['for a channel that takes files only', good, 'olist', 404, /has no webhook: drop its files instead/],
  ])('%s', async (_, call, channel, expected, sentence) => {
    const answer = await post(running.url, call(), channel);
    expect(answer).toEqual({ status: expected, body: { error: expect.stringMatching(sentence) } });
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:/);
  });

  /** What a sender gets that goes on sending, and when it was hung up on. */
  async function sendWithoutEnd(head: string, onConnect: (socket: Socket) => void): Promise<{ answer: string; ms: number }> {
    const startedAt = Date.now();
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (bytes) => (answer += String(bytes)));
    socket.on('error', () => undefined); // it is hung up on while it sends
    await once(socket, 'connect');
    socket.write(`POST /collect/survey HTTP/1.1\r\nHost: localhost\r\n${head}\r\n\r\n`);
    onConnect(socket);
    await Promise.race([once(socket, 'close'), sleep(5_000)]);
    socket.destroy();
    return { answer, ms: Date.now() - startedAt };
  }

  test('with 50 MB: as soon as it says so, without reading them', async () => {
    const { answer, ms } = await sendWithoutEnd('Content-Length: 50000000', (socket) => socket.write('['));
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toMatch(/the body has 50000000 bytes: expected at most 5000000; drop a file instead/);
    expect(ms).toBeLessThan(2_000);
  });

  test('with 50 MB that it does not announce: as soon as there are too many', async () => {
    const part = Buffer.alloc(500_000, ' ');
    let sent = 0;
    const { answer, ms } = await sendWithoutEnd('Transfer-Encoding: chunked', (socket) => {
      const sending = setInterval(() => {
        if (socket.destroyed) return clearInterval(sending);
        sent += part.length;
        socket.write(`${part.length.toString(16)}\r\n${part.toString()}\r\n`);
      }, 10);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(sent).toBeLessThan(50_000_000);
    expect(ms).toBeLessThan(4_000);
  });

  test('with 50 MB sent in earnest: with a sentence', async () => {
    const answer = await fetch(`${running.url}/collect/survey`, { method: 'POST', body: Buffer.alloc(50_000_000) });
    expect([answer.status, await answer.json()]).toEqual([413, { error: expect.stringContaining('50000000 bytes') }]);
  });

  test('and none of it was kept', async () => {
    const kept = await folder.query(
      `select count(*)::int as n from stg_survey_response where response_id in ('R-refused', 'R-x')`,
    );
    expect(kept).toEqual([{ n: 0 }]);
  });
});

describe('the API is closed', () => {
  const STORE: Claims = { tier: 'frontline', unit: 'S017', region: 'east' };
  const REGION: Claims = { tier: 'manager', unit: 'east', region: 'east' };
  const bearer = async (claims: Claims, madeAt = new Date()) =>
    signToken(claims, await loadTokenKey(folder.dataDir), madeAt, 3_600);
  const own = { measures: ['frontline_score.nps'] };

  test.each<[string, () => Promise<string | null>, object, number, RegExp]>([
    ['without a token', () => Promise.resolve(null), own, 401, /carries no token/],
    [
      'with a token that has expired',
      () => bearer(STORE, new Date(Date.now() - 2 * 3_600_000)),
      own,
      401,
      /has expired: sign in again/,
    ],
    ['with a token that somebody else signed', () => signToken(STORE, 'x'.repeat(40), new Date(), 60), own, 401, /not valid/],
    ['to a token of another tier', () => bearer(STORE), { measures: ['executive_score.nps'] }, 403, /not available to your role/],
    [
      'to a hidden member',
      () => bearer(REGION),
      { dimensions: ['manager_feedback.order_id'] },
      403,
      /not available to your role/,
    ],
    [
      'to a filter on a hidden member',
      () => bearer(REGION),
      {
        measures: ['manager_feedback.feedback_count'],
        filters: [{ member: 'manager_feedback.order_id', operator: 'equals', values: ['A'] }],
      },
      403,
      /not available to your role/,
    ],
    ['to a private cube', () => bearer(REGION), { measures: ['score_daily.nps'] }, 403, /not available to your role/],
  ])('%s', async (_, make, query, expected, sentence) => {
    const { status: found, error } = await load(query, await make());
    expect([found, error]).toEqual([expected, expect.stringMatching(sentence)]);
  });

  test('and open to the right one', async () => {
    expect((await load(own, await bearer(STORE))).status).toBe(200);
  });
});
