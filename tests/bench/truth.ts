/**
 * What was planted in the sample company, what the marts find, and how far off: over 20 seeds, two at a time, each a company of 24 stores
 * and 90 days. Run: npx tsx tests/bench/truth.ts [--quick]: two seeds of twelve stores. Ends with 1 where less is found than asked.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { isQuick, printTable, quantile } from './figures.ts';

const SEEDS = Array.from({ length: isQuick ? 2 : 20 }, (_, index) => index + 1);
const SIZE = isQuick ? { scale: 0.1, stores: 12 } : { scale: 0.2, stores: 24 };
const WORKERS = 2;
const DAY_MS = 86_400_000;

const found = z.object({
  rank: z.number().nullable(),
  isSignificant: z.boolean(),
  since: z.string().nullable(),
  change: z.number().nullable(),
});
const line = z.object({
  seed: z.number(),
  slow: found.extend({ planted: z.string(), byVisits: found }),
  packaging: found.extend({ planted: z.string() }),
  nps: z.object({ planted: z.number(), raw: z.number(), weighted: z.number() }),
  journeys: z.object({ planted: z.number(), exact: z.number() }),
  competitors: z.object({ planted: z.number(), found: z.number() }),
  unaffected: z.object({ stores: z.number(), flagged: z.number() }),
});
type Line = z.infer<typeof line>;

async function linesOf(seeds: readonly number[]): Promise<Line[]> {
  const script = fileURLToPath(new URL('truth-seed.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, JSON.stringify(SIZE), ...seeds.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) text += chunk;
  return text
    .split('\n')
    .filter((one) => one.startsWith('{'))
    .map((one) => line.parse(JSON.parse(one)));
}

const shares = Array.from({ length: WORKERS }, (_, worker) => SEEDS.filter((_seed, index) => index % WORKERS === worker));
const lines = (await Promise.all(shares.map(linesOf))).flat().toSorted((a, b) => a.seed - b.seed);
if (lines.length !== SEEDS.length) throw new Error(`${lines.length} of ${SEEDS.length} seeds came back`);

const isFirst = (one: z.infer<typeof found>) => one.isSignificant && one.rank === 1;
const daysOff = (planted: string, one: z.infer<typeof found>) =>
  one.since === null ? Number.NaN : Math.abs(Date.parse(one.since) - Date.parse(planted)) / DAY_MS;
const count = (holds: (one: Line) => boolean) => lines.filter(holds).length;
const sum = (of: (one: Line) => number) => lines.reduce((all, one) => all + of(one), 0);
const mean = (of: (one: Line) => number) => sum(of) / lines.length;
const median = (figures: readonly number[]) => quantile(figures, 0.5);
const isNearer = ({ nps }: Line) => Math.abs(nps.weighted - nps.planted) < Math.abs(nps.raw - nps.planted);

const n = lines.length;
const flaggedRatio =
  sum(({ unaffected }) => unaffected.flagged) /
  Math.max(
    1,
    sum(({ unaffected }) => unaffected.stores),
  );
const checks = [
  {
    planted: 'slow store at lunch',
    asked: 'first of the falls of its touchpoint, beyond chance',
    got: `${count(({ slow }) => isFirst(slow))} of ${n}`,
    error: `since when: median ${median(lines.map(({ slow }) => daysOff(slow.planted, slow)))} days off`,
    holds: count(({ slow }) => isFirst(slow)) >= 0.9 * n,
  },
  {
    planted: 'the same, in the visits',
    asked: 'first of the rises of minutes from arriving to ordering, beyond chance',
    got: `${count(({ slow }) => isFirst(slow.byVisits))} of ${n}`,
    error: `median ${median(lines.map(({ slow }) => daysOff(slow.planted, slow.byVisits)))} days off`,
    holds: count(({ slow }) => isFirst(slow.byVisits)) >= 0.9 * n,
  },
  {
    planted: 'packaging fault in one region',
    asked: 'first of the regions’ falls at the handing over, beyond chance',
    got: `${count(({ packaging }) => isFirst(packaging))} of ${n}`,
    error: `since when: median ${median(lines.map(({ packaging }) => daysOff(packaging.planted, packaging)))} days off`,
    holds: count(({ packaging }) => isFirst(packaging)) >= 0.9 * n,
  },
  {
    planted: 'stores whose wait is as it was',
    asked: 'at most 5 % flagged as fallen',
    got: `${sum(({ unaffected }) => unaffected.flagged)} of ${sum(({ unaffected }) => unaffected.stores)}`,
    error: `${(100 * flaggedRatio).toFixed(2)} %`,
    holds: flaggedRatio <= 0.05,
  },
  {
    planted: 'NPS of all orders',
    asked: 'weighted nearer than raw in 18 of 20',
    got: `${count(isNearer)} of ${n}`,
    error: `mean error ${mean(({ nps }) => Math.abs(nps.weighted - nps.planted)).toFixed(2)} points weighted, ${mean(({ nps }) => Math.abs(nps.raw - nps.planted)).toFixed(2)} raw`,
    holds: count(isNearer) >= 0.9 * n,
  },
  {
    planted: 'reach and conversion of every stage',
    asked: 'equal',
    got: `${sum(({ journeys }) => journeys.exact)} of ${sum(({ journeys }) => journeys.planted)} stages`,
    error: `${sum(({ journeys }) => journeys.planted - journeys.exact)} differ`,
    holds: sum(({ journeys }) => journeys.planted - journeys.exact) === 0,
  },
  {
    planted: 'competitors named',
    asked: 'all',
    got: `${sum(({ competitors }) => competitors.found)} of ${sum(({ competitors }) => competitors.planted)}`,
    error: `${sum(({ competitors }) => Math.abs(competitors.found - competitors.planted))} off`,
    holds:
      sum(({ competitors }) => Math.abs(competitors.found - competitors.planted)) <=
      0.02 * sum(({ competitors }) => competitors.planted),
  },
];

console.log(`${n} seeds, each of ${SIZE.stores} stores and 90 days.\n`);
printTable(
  ['planted', 'asked', 'found', 'error'],
  checks.map(({ planted, asked, got, error, holds }) => [planted, asked, holds ? got : `**${got}**`, error]),
);
console.log('\nBy seed: store and days off since when, z beyond chance or not; NPS of all orders, raw, weighted.\n');
const told = (planted: string, one: z.infer<typeof found>) =>
  `${one.isSignificant ? '' : 'not beyond chance, '}rank ${one.rank ?? 'none'}, ${daysOff(planted, one)} days off`;
printTable(
  ['seed', 'slow store', 'in the visits', 'packaging', 'NPS true', 'raw', 'weighted', 'flagged'],
  lines.map(({ seed, slow, packaging, nps, unaffected }) => [
    String(seed),
    told(slow.planted, slow),
    told(slow.planted, slow.byVisits),
    told(packaging.planted, packaging),
    nps.planted.toFixed(1),
    nps.raw.toFixed(1),
    nps.weighted.toFixed(1),
    `${unaffected.flagged} of ${unaffected.stores}`,
  ]),
);
if (!isQuick && checks.some(({ holds }) => !holds)) process.exitCode = 1;
