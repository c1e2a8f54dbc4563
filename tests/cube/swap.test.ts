import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { BEARERS, type RunningServer, startServer } from './running-server.ts';
import { fillMarts, SampleMarts } from './sample-marts.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const marts = new SampleMarts();
let server: RunningServer;

/** Order counts that tell the build: every row holds the number. */
const buildOf = (number: number) => async (connection: DuckDBConnection) => {
  await fillMarts(connection, 1);
  await connection.run(`update order_daily set order_count = ${number}`);
};
const query = { measures: ['analyst_order.order_count'], dimensions: ['analyst_order.org_unit_id'] };
const shown = async () => Number((await server.rows(BEARERS.analyst, query))[0]?.['analyst_order.order_count']) / 8;

beforeAll(async () => {
  server = await startServer({ marts });
});

afterAll(async () => server.stop());

it('answers 503 and says why until the first build', async () => {
  const reply = await server.load(BEARERS.analyst, query);
  expect(reply).toMatchObject({ status: 503, body: { error: expect.stringMatching(/No data has been published yet/) } });
  expect((await server.get('/v1/meta', await server.token(BEARERS.analyst))).status).toBe(200);
});

it('shows a new build at once, also one that goes back', async () => {
  marts.publish(buildOf(1));
  expect(await shown()).toBe(1);
  marts.publish(buildOf(2));
  expect(await shown()).toBe(2);
  marts.publish(buildOf(1));
  expect(await shown()).toBe(1);
});

it('swaps under load without an error or a number from the past', async () => {
  const over = new AbortController();
  let published = 1;
  let answered = 0;
  const ask = async (index: number) => {
    let latest = 0;
    for (let turn = 0; !over.signal.aborted; turn += 1) {
      const before = published;
      const rows = await server.rows(BEARERS.analyst, { ...query, limit: 100 + ((turn * 3 + index) % 40) });
      const number = Number(rows[0]?.['analyst_order.order_count']) / 8;
      expect(number).toBeGreaterThanOrEqual(Math.max(before, latest));
      latest = number;
      answered += 1;
    }
  };
  marts.publish(buildOf(1));
  await shown();
  const asking = [ask(0), ask(1), ask(2), ask(3)];
  for (let number = 2; number <= 12; number += 1) {
    marts.publish(buildOf(number));
    published = number;
    await shown();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  over.abort();
  await Promise.all(asking);
  expect(answered).toBeGreaterThan(20);
  expect(marts.opened - marts.closed).toBe(1);
});
