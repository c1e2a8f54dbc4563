/**
 * What was planted in the sample company, what the marts find, and how far off: over 20 seeds, two at a time, each a company of 24 stores
 * and 90 days. Run: npx tsx tests/bench/truth.ts [--seeds N] [--quick]: two seeds of twelve stores. Ends with 1 where less is found than asked.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { isQuick, printTable, quantile } from './figures.ts';

const { seeds: wanted } = parseArgs({ options: { seeds: { type: 'string', default: '20' }, quick: { type: 'boolean' } } }).values;
const SEEDS = Array.from({ length: isQuick ? 2 : z.coerce.number().int().min(1).parse(wanted) }, (_, index) => index + 1);
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
  stage: z.object({ planted: z.string(), found: z.string(), isSignificant: z.boolean() }),
  dish: z.object({ planted: z.string(), isFound: z.boolean(), since: z.string().nullable(), z: z.number().nullable() }),
  unaffected: z.object({ stores: z.number(), flagged: z.number(), flaggedEver: z.number() }),
  identity: z.object({ precision: z.number(), recall: z.number(), pairs: z.number(), pairsRight: z.number() }),
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

const startedAt = performance.now();
const shares = Array.from({ length: WORKERS }, (_, worker) => SEEDS.filter((_seed, index) => index % WORKERS === worker));
const lines = (await Promise.all(shares.map(linesOf))).flat().toSorted((a, b) => a.seed - b.seed);
if (lines.length !== SEEDS.length) throw new Error(`${lines.length} of ${SEEDS.length} seeds came back`);

const isFirst = (one: z.infer<typeof found>) => one.isSignificant && one.rank === 1;
const daysOff = (planted: string, one: { readonly since: string | null }) =>
  one.since === null ? Number.NaN : Math.abs(Date.parse(one.since) - Date.parse(planted)) / DAY_MS;
const count = (holds: (one: Line) => boolean) => lines.filter(holds).length;
const sum = (of: (one: Line) => number) => lines.reduce((all, one) => all + of(one), 0);
const mean = (of: (one: Line) => number) => sum(of) / lines.length;
const median = (figures: readonly number[]) => quantile(figures, 0.5);
const isNearer = ({ nps }: Line) => Math.abs(nps.weighted - nps.planted) < Math.abs(nps.raw - nps.planted);

const n = lines.length;
const unaffectedStores = sum(({ unaffected }) => unaffected.stores);
const flagged = sum(({ unaffected }) => unaffected.flagged);
const flaggedEver = sum(({ unaffected }) => unaffected.flaggedEver);
const isAtStage = ({ stage }: Line) => stage.isSignificant && stage.found === stage.planted;
const isDishFound = ({ dish }: Line) => dish.isFound && dish.since !== null;
const lowest = (of: (one: Line) => number) => Math.min(...lines.map(of));
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
    planted: 'the same, at its stage',
    asked: 'steepest fall of four weeks, of all stages in all regions, beyond chance',
    got: `${count(isAtStage)} of ${n}`,
    error: '',
    holds: count(isAtStage) >= 0.9 * n,
  },
  {
    planted: 'dish with a changed recipe',
    asked: 'of all dishes the one whose guests grew least content',
    got: `${count(isDishFound)} of ${n}`,
    error: `since when: median ${median(lines.map(({ dish }) => daysOff(dish.planted, dish)))} days off`,
    holds: count(isDishFound) >= 0.9 * n,
  },
  {
    planted: 'stores where nothing fell',
    asked: 'at most 5 % flagged by any metric, stage or touchpoint since any day',
    got: `${flagged} of ${unaffectedStores}`,
    error: `${((100 * flagged) / unaffectedStores).toFixed(2)} %`,
    holds: flagged <= 0.05 * unaffectedStores,
  },
  {
    planted: 'the same',
    asked: 'at most 5 % flagged by any of these in any week, month or four weeks either',
    got: `${flaggedEver} of ${unaffectedStores}`,
    error: `${((100 * flaggedEver) / unaffectedStores).toFixed(2)} %`,
    holds: flaggedEver <= 0.05 * unaffectedStores,
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
    planted: 'persons behind identifiers',
    asked: 'pairwise precision at least 0.999 in every seed',
    got: `lowest ${lowest(({ identity }) => identity.precision).toFixed(6)}`,
    error: `mean ${mean(({ identity }) => identity.precision).toFixed(6)}`,
    holds: lowest(({ identity }) => identity.precision) >= 0.999,
  },
  {
    planted: 'the same',
    asked: 'pairwise recall at least 0.98 in every seed',
    got: `lowest ${lowest(({ identity }) => identity.recall).toFixed(6)}`,
    error: `mean ${mean(({ identity }) => identity.recall).toFixed(6)}`,
    holds: lowest(({ identity }) => identity.recall) >= 0.98,
  },
  {
    planted: 'households, shared and recycled phones',
    asked: 'one contact where one person, two where two',
    got: `${sum(({ identity }) => identity.pairsRight)} of ${sum(({ identity }) => identity.pairs)} pairs`,
    error: `${sum(({ identity }) => identity.pairs - identity.pairsRight)} wrong`,
    holds: sum(({ identity }) => identity.pairs - identity.pairsRight) === 0,
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

const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
console.log(`${n} seeds, each of ${SIZE.stores} stores and 90 days, in ${minutes} minutes with ${WORKERS} workers.\n`);
printTable(
  ['planted', 'asked', 'found', 'error'],
  checks.map(({ planted, asked, got, error, holds }) => [planted, asked, holds ? got : `**${got}**`, error]),
);
console.log('\nBy seed: store and days off since when, z beyond chance or not; NPS of all orders, raw, weighted.\n');
const told = (planted: string, one: z.infer<typeof found>) =>
  `${one.isSignificant ? '' : 'not beyond chance, '}rank ${one.rank ?? 'none'}, ${daysOff(planted, one)} days off`;
printTable(
  [
    'seed',
    'slow store',
    'in the visits',
    'packaging',
    'dish',
    'NPS true',
    'raw',
    'weighted',
    'precision',
    'recall',
    'flagged',
    'ever',
  ],
  lines.map(({ seed, slow, packaging, dish, nps, identity, unaffected }) => [
    String(seed),
    told(slow.planted, slow),
    told(slow.planted, slow.byVisits),
    told(packaging.planted, packaging),
    dish.isFound ? `${daysOff(dish.planted, dish)} days off, z ${dish.z ?? 'none'}` : 'another',
    nps.planted.toFixed(1),
    nps.raw.toFixed(1),
    nps.weighted.toFixed(1),
    identity.precision.toFixed(5),
    identity.recall.toFixed(5),
    `${unaffected.flagged} of ${unaffected.stores}`,
    String(unaffected.flaggedEver),
  ]),
);
if (!isQuick && checks.some(({ holds }) => !holds)) process.exitCode = 1;
