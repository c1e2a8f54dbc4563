import { cpus } from 'node:os';
import type { DuckDBConnection } from '@duckdb/node-api';
import { BEARERS, type RunningServer, startServer } from '../cube/running-server.ts';
import { SampleMarts } from '../cube/sample-marts.ts';

/**
 * Requests a second of the Cube server over marts of the sample company's size, with answers that are known and answers that
 * are not, and the time to the first one. Prints each figure with its n, the median and the spread of the rounds.
 * Run it with `npx tsx tests/bench/cube-throughput.ts`; `--builds` (after `tsx --expose-gc`) also watches the heap over 1,000 builds.
 */
const ROUNDS = 5;
const IN_FLIGHT = 8;
const CACHED = 1500;
const UNCACHED = 120;
const BUILDS = 1000;

const fillStores = (stores: number) => async (connection: DuckDBConnection) => {
  await connection.run(`create table score_daily as
    select date '2026-08-01' + d::int as business_date, 'S' || lpad(s::varchar, 3, '0') as org_unit_id, '店' || s as store_name,
      'Store ' || s as store_name_en, 'r' || s % 3 as region_id, '区' || s % 3 as region_name, 'Region ' || s % 3 as region_name_en,
      'touchpoint_' || t as touchpoint, 'survey' as channel, 'survey' as source, 12::bigint as response_count, 10::bigint as nps_n,
      (3 + (s + d + t) % 5)::bigint as promoter_count, 2::bigint as passive_count, (1 + (s * d) % 3)::bigint as detractor_count,
      9::bigint as csat_n, (4 + (d + t) % 5)::bigint as csat_top_count
    from range(90) days(d), range(1, ${stores} + 1) stores(s), range(7) touchpoints(t)`);
};

async function manyAtOnce(count: number, work: (index: number) => Promise<void>): Promise<number> {
  let next = 0;
  const began = performance.now();
  const lane = async () => {
    while (next < count) {
      next += 1;
      await work(next);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return (count * 1000) / (performance.now() - began);
}

function print(what: string, unit: string, n: number, figures: readonly number[]): void {
  const sorted = figures.toSorted((a, b) => a - b);
  const at = (index: number) => (sorted[index] ?? 0).toFixed(0).padStart(6);
  const middle = Math.floor(sorted.length / 2);
  console.log(
    `${what.padEnd(44)} ${at(middle)} ${unit}  (${at(0).trim()}–${at(sorted.length - 1).trim()}, ${figures.length} rounds of ${n})`,
  );
}

const query = (index: number) => ({
  measures: ['analyst_score.nps', 'analyst_score.nps_low', 'analyst_score.nps_high', 'analyst_score.nps_n'],
  timeDimensions: [{ dimension: 'analyst_score.business_date', granularity: 'week', dateRange: ['2026-08-01', '2026-10-29'] }],
  filters: [
    { member: 'analyst_score.org_unit_id', operator: 'equals', values: [`S${String(1 + (index % 120)).padStart(3, '0')}`] },
  ],
});

async function answered(server: RunningServer, token: string, ask: object): Promise<void> {
  const reply = await server.post('/v1/load', JSON.stringify({ query: ask, queryType: 'multi' }), token);
  if (reply.status !== 200) throw new Error(reply.text);
}

const marts = new SampleMarts();
marts.publish(fillStores(120));
const beforeStart = performance.now();
const server = await startServer({ marts });
const startMs = performance.now() - beforeStart;
const token = await server.token(BEARERS.analyst);

const beforeFirst = performance.now();
await answered(server, token, query(1));
const firstMs = performance.now() - beforeFirst;

console.log(
  `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}; client and server in one process\n`,
);
print('start, model compiled', 'ms', 1, [startMs]);
print('first answer, 75,600 rows read into memory', 'ms', 1, [firstMs]);

for (let index = 0; index < 20; index += 1) await answered(server, token, query(index));
const known: number[] = [];
const unknown: number[] = [];
let fresh = 0;
for (let round = 0; round < ROUNDS; round += 1) {
  known.push(await manyAtOnce(CACHED, (index) => answered(server, token, query(index % 20))));
  unknown.push(
    await manyAtOnce(UNCACHED, () => {
      fresh += 1;
      return answered(server, token, { ...query(fresh), limit: 1000 + fresh });
    }),
  );
}
print('answers that are known', 'requests/s', CACHED, known);
print('answers that are not', 'requests/s', UNCACHED, unknown);

const heapMb = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
};
const heap: number[] = [];
for (let build = 0; build < (process.argv.includes('--builds') ? BUILDS : 0); build += 1) {
  marts.publish(fillStores(3));
  await answered(server, token, query(1));
  if (build % 200 === 199) heap.push(heapMb());
}
if (heap.length > 0)
  console.log(
    `heap after every 200 of ${BUILDS} builds: ${heap.map((mb) => mb.toFixed(0)).join(', ')} MB; ${marts.opened - marts.closed} instance open`,
  );
await server.stop();
