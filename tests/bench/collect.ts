/** Signed calls a second that the server takes with a durable answer each: HTTP, `collect` and the folder queue, without landing or building. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { sign, SIGNATURE_HEADER } from '../../channels/kit/signature.ts';
import { folderQueue } from '../../local/adapters/folder-queue.ts';
import { openInstallation, queueDir } from '../../local/installation.ts';
import { isQuick, printTable, quantile } from './figures.ts';

const RATE = 1_000;
const SECONDS = isQuick ? 3 : 20;
const WARM_UP = 2 * RATE;
const MOST_AT_ONCE = 400;

const root = await mkdtemp(join(tmpdir(), 'echolake-bench-'));
const dataDir = join(root, 'data');
const { secrets } = await openInstallation(dataDir);
const [secret = ''] = secrets.webhookSecrets('survey');
const server = fork(join(import.meta.dirname, 'ingest', 'collect-server.ts'), [dataDir], { execArgv: ['--import', 'tsx'] });
try {
  const [said]: unknown[] = await once(server, 'message');
  const port = z.number().parse(said);
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_AT_ONCE });

  const callOf = (number: number) => {
    const now = new Date();
    const body = Buffer.from(
      JSON.stringify({
        type: 'response',
        response_id: `bench-${number}`,
        survey_id: 'dine-in',
        org_unit_id: 'S001',
        touchpoint: 'dine_in_meal',
        status: 'completed',
        customer: { phone: `1380000${String(number % 10_000).padStart(4, '0')}` },
        completed_at: now.toISOString(),
        answers: [{ question_id: 'recommend', metric: 'nps', score: number % 11 }],
        comment: '红烧肉很香，就是上菜慢。',
      }),
    );
    return { body, signature: sign(body, secret, now) };
  };
  const send = ({ body, signature }: ReturnType<typeof callOf>): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': body.length, [SIGNATURE_HEADER]: signature };
      const call = httpRequest({ port, host: '127.0.0.1', path: '/collect/survey', method: 'POST', agent, headers }, (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
      });
      call.once('error', reject);
      call.end(body);
    });

  const times: number[] = [];
  const calls = Array.from({ length: WARM_UP + RATE * SECONDS }, (_, number) => callOf(number));
  let [underWay, missed, refused, taken] = [0, 0, 0, 0];
  const answers: Promise<void>[] = [];
  const began = performance.now();
  for (const [number, call] of calls.entries()) {
    const due = began + (number * 1000) / RATE;
    if (due - performance.now() > 1) await sleep(due - performance.now());
    if (underWay >= MOST_AT_ONCE) {
      missed++;
      continue;
    }
    underWay++;
    answers.push(
      send(call).then((status) => {
        underWay--;
        if (status !== 202) refused++;
        else taken++;
        if (status === 202 && number >= WARM_UP) times.push(performance.now() - due); // from when it was due, so that a queue before it counts
      }),
    );
  }
  await Promise.all(answers);
  agent.destroy();
  server.send('cpu');
  const [cpu]: unknown[] = await once(server, 'message');

  const queue = await folderQueue(queueDir(dataDir), { waitMs: 1 });
  let durable = 0;
  for (let found = await queue.receive(1_000); found.length > 0; found = await queue.receive(1_000)) {
    durable += found.length;
    await queue.ack(found);
  }
  if (durable !== taken) throw new Error(`${taken} calls were answered with 202 and ${durable} are in the queue`);
  printTable(
    [`signed survey responses, ${RATE.toLocaleString('en')} requests/s for ${SECONDS} s`, 'figure'],
    [
      ['answer, median', `${quantile(times, 0.5).toFixed(1)} ms (n = ${times.length})`],
      ['…p99', `${quantile(times, 0.99).toFixed(1)} ms`],
      ['…longest', `${quantile(times, 1).toFixed(1)} ms`],
      ['not taken, and not sent because too many waited', `${refused}, ${missed}`],
      ['found in the queue of those answered with 202', `${durable.toLocaleString('en')} of ${taken.toLocaleString('en')}`],
      ['CPU of the server a request', `${((z.number().parse(cpu) * 1e6) / (taken + refused)).toFixed(0)} µs`],
    ],
  );
  console.log('\nTimes run from the moment a request was due. The client shares the two cores.');
} finally {
  server.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
}
