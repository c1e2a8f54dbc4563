/**
 * What one more day costs on Athena, when the history is short and when it is long: statements, bytes that the rig's engine read of
 * footers and columns, and the price by Athena's rule. Then the two ways of writing a day, each on a table of a year: decision 15.
 * `tsx tests/bench/athena-day.ts [DAYS] [SCALE]`
 */
import { resolve } from 'node:path';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { DEFAULTS } from '../../local/sample/options.ts';
import { sampleDrops } from '../../local/sample/plan.ts';
import { buildIn } from '../../warehouse/build.ts';
import { athenaQueries } from '../../warehouse/engines/athena/queries.ts';
import { makeLanding } from '../conformance/landing.ts';
import { type Installation, makeInstallation } from '../rig/installation.ts';
import { startRig, stopOnSignals } from '../rig/rig.ts';
import { isQuick, printTable, spread } from './figures.ts';

/** https://aws.amazon.com/athena/pricing/, us-east-1: by the terabyte read, at least 10 MB a query, nothing for DDL. */
const DOLLARS_A_BYTE = 5 / 1e12;
const LEAST_BYTES = 10_000_000;
const BUILDS_A_MONTH = (30 * 24 * 60) / 5;

const [days = isQuick ? 8 : 16, scale = 0.05] = process.argv
  .slice(2)
  .filter((arg) => !arg.startsWith('--'))
  .map(Number);

interface Work {
  readonly statements: number;
  readonly billed: number;
  readonly bytes: number;
  readonly dollars: number;
  /** Bytes by purpose, most first. */
  readonly readers: readonly (readonly [string, number])[];
}

/** What a statement is for, and the first built table or lake table that it names. */
function purposeOf(sql: string): string {
  const [, model, lake] = /(\w+?)__b\d+|(lake_\w+)/.exec(sql) ?? [];
  const name = model ?? lake ?? 'nothing';
  if (sql.startsWith('create table')) return `write ${name}`;
  if (sql.includes(' as finding')) return `find touched days of ${name}`;
  return `${sql.includes(' as side') ? 'compare days of' : 'audit or look up'} ${name}`;
}

const isDdl = (sql: string) => /^(?:drop|create or replace view)\b/.test(sql);

async function built(installation: Installation): Promise<Work & { readonly seconds: number; readonly models: number }> {
  const done: { sql: string; scannedBytes: number }[] = [];
  const place = installation.place({ onDone: (each) => done.push(each) });
  const startedAt = performance.now();
  const { manifest, published } = await buildIn(place, {
    sqlDir: resolve('sql'),
    contracts: CONTRACTS,
    now: () => new Date(),
    parallel: 4,
  });
  const billed = done.filter(({ sql }) => !isDdl(sql));
  const bytes = billed.reduce((sum, { scannedBytes }) => sum + scannedBytes, 0);
  const dollars = billed.reduce((sum, { scannedBytes }) => sum + Math.max(scannedBytes, LEAST_BYTES) * DOLLARS_A_BYTE, 0);
  const readers = new Map<string, number>();
  for (const { sql, scannedBytes } of billed) readers.set(purposeOf(sql), (readers.get(purposeOf(sql)) ?? 0) + scannedBytes);
  return {
    readers: [...readers].toSorted(([, a], [, b]) => b - a),
    statements: done.length,
    billed: billed.length,
    bytes,
    dollars,
    seconds: (performance.now() - startedAt) / 1000,
    models: published ? Object.values(manifest.results).filter(({ mode }) => mode !== 'reused').length : 0,
  };
}

function line(what: string, work: Awaited<ReturnType<typeof built>>): string[] {
  return [
    what,
    String(work.models),
    `${work.statements} (${work.billed} billed)`,
    `${(work.bytes / 1e6).toFixed(2)} MB`,
    `$${work.dollars.toFixed(5)}`,
    `${work.seconds.toFixed(0)} s`,
  ];
}

async function oneDay(installation: Installation): Promise<void> {
  const landing = await makeLanding(installation);
  const drops = sampleDrops({ ...DEFAULTS, days, scale, endDate: '2026-11-10' });
  const land = async (from: number, to: number) => {
    for (const drop of drops) {
      const day = drop.day ?? 0;
      if (day >= from && day < to) await landing.sample(drop);
    }
  };
  const short = Math.floor(days / 4);
  const rows: string[][] = [];
  await land(0, short);
  rows.push(line(`${short} days, built whole`, await built(installation)));
  await land(short, short + 1);
  const early = await built(installation);
  rows.push(line(`1 day on top of ${short}`, early));
  await land(short + 1, days - 1);
  rows.push(line(`${days - short - 2} days on top of ${short + 1}`, await built(installation)));
  await land(days - 1, days);
  const last = await built(installation);
  rows.push(line(`1 day on top of ${days - 1}`, last));
  rows.push(line('nothing new', await built(installation)));
  console.log(`Sample company at ${scale} of its size.\n`);
  printTable(['build', 'models built', 'statements', 'read', 'price', 'in the rig'], rows);
  console.log(`\nWhat reads most in a day on top of ${days - 1}, and what it read on top of ${short}:\n`);
  const readEarly = new Map(early.readers);
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;
  printTable(
    ['statement', `on ${days - 1} days`, `on ${short} days`],
    last.readers.slice(0, 12).map(([purpose, bytes]) => [purpose, megabytes(bytes), megabytes(readEarly.get(purpose) ?? 0)]),
  );
  console.log(
    `\nA build like the last day's every five minutes, around the clock: $${(last.dollars * BUILDS_A_MONTH).toFixed(0)} a month.`,
  );
}

/** One day written again in a table of a year, by MERGE and by a table of its own. */
async function twoWays({ athena, bucket, database }: Installation): Promise<void> {
  const seen: { ms: number; scannedBytes: number }[] = [];
  const queries = athenaQueries({ client: athena, workgroup: 'primary', database, onDone: (each) => seen.push(each) });
  const table = (name: string, select: string) =>
    queries.run(
      `create table ${name} with (table_type = 'ICEBERG', is_external = false, location = 's3://${bucket}/two-ways/${name}/', partitioning = array['month(day)']) as ${select}`,
    );
  const rowsOf = (from: number, to: number) =>
    `select cast(d as varchar) || '/' || cast(i as varchar) as id, date_add('day', d, date '2026-01-01') as day, rand() as score, cast(rand() as varchar) as words
     from unnest(sequence(${from}, ${to})) as days(d) cross join unnest(sequence(1, ${isQuick ? 100 : 2000})) as rows_of_day(i)`;
  await table('merged', rowsOf(0, 364));
  await table('whole', rowsOf(0, 364));
  const results: Record<string, { ms: number[]; bytes: number[] }> = { merge: { ms: [], bytes: [] }, own: { ms: [], bytes: [] } };
  for (let round = 0; round < 5; round += 1) {
    const day = 360 - round;
    seen.length = 0;
    await queries.run(
      `merge into merged using (${rowsOf(day, day)}) as fresh on merged.id = fresh.id
       when matched then update set day = fresh.day, score = fresh.score, words = fresh.words
       when not matched then insert (id, day, score, words) values (fresh.id, fresh.day, fresh.score, fresh.words)`,
    );
    const [[snapshot] = []] = (
      await queries.read(`select cast(max_by(snapshot_id, committed_at) as varchar) from "merged$snapshots"`)
    ).rows;
    await queries.run(
      `create or replace view shown_merged as select id, day, score, words from merged for version as of ${snapshot}`,
    );
    results['merge']?.ms.push(seen.reduce((sum, { ms }) => sum + ms, 0));
    results['merge']?.bytes.push(seen.reduce((sum, { scannedBytes }) => sum + scannedBytes, 0));
    seen.length = 0;
    await table(`own_${round}`, rowsOf(day, day));
    await queries.run(
      `create or replace view shown_own as select id, day, score, words from whole where day <> date_add('day', ${day}, date '2026-01-01') union all select id, day, score, words from own_${round}`,
    );
    results['own']?.ms.push(seen.reduce((sum, { ms }) => sum + ms, 0));
    results['own']?.bytes.push(seen.reduce((sum, { scannedBytes }) => sum + scannedBytes, 0));
  }
  console.log('\nOne day of a year written again:\n');
  const told = (way: 'merge' | 'own') => [
    spread(results[way]?.ms ?? [], 'ms', 0),
    spread(
      (results[way]?.bytes ?? []).map((bytes) => bytes / 1e6),
      'MB',
      2,
    ),
  ];
  printTable(
    ['way', 'time in the rig', 'read'],
    [
      ['MERGE, then a view pinned to the snapshot', ...told('merge')],
      ['a table of its own, then a view over both', ...told('own')],
    ],
  );
}

const rig = await startRig();
stopOnSignals(rig);
try {
  await oneDay(await makeInstallation(rig));
  await twoWays(await makeInstallation(rig, []));
} finally {
  await rig.stop();
}
