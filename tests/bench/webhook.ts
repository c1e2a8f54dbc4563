/** The webhook under a steady stream of signed requests, and how long an answer takes to change the number on the API. */
import { readFile } from 'node:fs/promises';
import { Agent, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { sign, SIGNATURE_HEADER } from '../../channels/kit/signature.ts';
import { isQuick, printTable, quantile, spread } from './figures.ts';
import { countOf, startStack, until } from './stack.ts';

const RATE = 200;
const SECONDS = isQuick ? 3 : 20;
const RUNS = isQuick ? 1 : 3;
/** Sent before, at the same rate and not counted: a server that has just started compiles its code as it goes. */
const WARM_UP_SECONDS = isQuick ? 1 : 5;
/** Requests that may be under way at once; the ones beyond are counted as missed. */
const MOST_AT_ONCE = 400;
const TRIES = isQuick ? 2 : 5;

const stack = await startStack(isQuick ? ['--scale', '0.02', '--days', '14'] : []);
try {
  await stack.whole();
  const keys = z.object({ webhooks: z.record(z.string(), z.string()) });
  const secret = keys.parse(JSON.parse(await readFile(join(stack.dataDir, 'keys.json'), 'utf8'))).webhooks['survey'] ?? '';
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_AT_ONCE });
  let sent = 0;

  const send = (): Promise<number> =>
    new Promise((resolve, reject) => {
      const now = new Date();
      const id = `bench-${(sent += 1)}`;
      const body = Buffer.from(
        JSON.stringify({
          type: 'response',
          response_id: id,
          survey_id: 'dine-in',
          org_unit_id: 'S001',
          touchpoint: 'dine_in_meal',
          status: 'completed',
          customer: { phone: `1380000${String(sent % 10_000).padStart(4, '0')}` },
          completed_at: now.toISOString(),
          answers: [{ question_id: 'recommend', metric: 'nps', score: sent % 11 }],
          comment: '红烧肉很香，就是上菜慢。',
        }),
      );
      const headers = {
        'content-type': 'application/json',
        'content-length': body.length,
        [SIGNATURE_HEADER]: sign(body, secret, now),
      };
      const call = httpRequest(`${stack.url}/collect/survey`, { method: 'POST', agent, headers }, (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
      });
      call.once('error', reject);
      call.end(body);
    });

  const token = await stack.token('frontline');
  const count = () => countOf(stack.request, token, 'frontline');
  const freshness: number[] = [];
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const before = await count();
    const began = performance.now();
    if ((await send()) !== 202) throw new Error('the webhook did not take an answer');
    await until(async () => ((await count()) > before ? true : undefined), 100);
    freshness.push((performance.now() - began) / 1000);
  }

  let [missed, refused] = [0, 0];
  /** Milliseconds to each answer, from when its request was due, so that a queue before it counts. */
  const sendFor = async (seconds: number): Promise<number[]> => {
    const times: number[] = [];
    const calls: Promise<void>[] = [];
    let underWay = 0;
    const began = performance.now();
    for (let number = 0; number < RATE * seconds; number++) {
      const due = began + (number * 1000) / RATE;
      const wait = due - performance.now();
      if (wait > 1) await sleep(wait);
      if (underWay >= MOST_AT_ONCE) {
        missed += 1;
        continue;
      }
      underWay += 1;
      calls.push(
        send().then((status) => {
          underWay -= 1;
          if (status === 202) times.push(performance.now() - due);
          else refused += 1;
        }),
      );
    }
    await Promise.all(calls);
    return times;
  };

  await sendFor(WARM_UP_SECONDS);
  const runs: number[][] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await sendFor(SECONDS));
  agent.destroy();
  const of = (share: number) => runs.map((times) => quantile(times, share));
  printTable(
    ['signed survey responses', 'median (least–most, n)'],
    [
      [`answers a run, at ${RATE} requests/s for ${SECONDS} s`, runs.map((times) => times.length).join(', ')],
      ['…median', spread(of(0.5), 'ms')],
      ['…p99', spread(of(0.99), 'ms')],
      ['…longest', spread(of(1), 'ms')],
      ['…not taken, and not sent because too many waited', `${refused}, ${missed}`],
      ['from the webhook to the changed number on the API', spread(freshness, 's')],
    ],
  );
  console.log(
    '\nTimes run from the moment a request was due. Client and server share the machine, and the server lands and builds meanwhile.',
  );
} finally {
  await stack.stop();
}
