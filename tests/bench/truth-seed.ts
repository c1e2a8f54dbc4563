/**
 * One line of JSON for each seed that is named: what was planted and what the marts find. Started by truth.ts.
 * Run: npx tsx tests/bench/truth-seed.ts '{"scale":0.2,"stores":24}' 1 2 3
 */
import { z } from 'zod';
import { SQL_DIR } from '../../local/commands/build.ts';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { buildWarehouse } from '../../warehouse/build.ts';
import { FIFTH, makeWorld, type TrueWorld } from '../truth/world.ts';

const size = z.object({ scale: z.number(), stores: z.number() });
const [text = '{}', ...seeds] = process.argv.slice(2);
const options = { ...FIFTH, ...size.parse(JSON.parse(text)) };

const MODELS = ['+score_change', '+score_weighted', '+journey_stage_daily', '+competitor_daily'];

for (const seed of seeds) {
  const world = await makeWorld({ ...options, seed: Number(seed) });
  try {
    await buildWarehouse({
      dataDir: world.dataDir,
      sqlDir: SQL_DIR,
      contracts: CONTRACTS,
      select: MODELS,
      now: () => new Date(`${options.endDate}T20:00:00Z`),
    });
    console.log(JSON.stringify(await foundIn(world, Number(seed))));
  } finally {
    await world.remove();
  }
}

function day(value: unknown): string | null {
  return typeof value === 'string' ? value.slice(0, 10) : null;
}

function numeral(value: unknown): number | null {
  return value === undefined || value === null ? null : Number(value);
}

async function foundIn(world: TrueWorld, seed: number) {
  const query = (sql: string) => world.query(sql);
  const { slow_store: slow, packaging, population, journeys, competitors } = world.truth;
  const worst = async (where: string, plantedUnit: string) => {
    const rows = await query(
      `select unit_id, period_date, change, z, is_significant, worse_rank from score_change where comparison = 'since' and ${where} order by worse_rank`,
    );
    const own = rows.find((row) => row['unit_id'] === plantedUnit);
    return {
      rank: numeral(own?.['worse_rank']),
      isSignificant: own?.['is_significant'] === true,
      since: day(own?.['period_date']),
      change: numeral(own?.['change']),
    };
  };
  const [weighted] = await query(
    `select raw_score, weighted_score from score_weighted where metric = 'nps' and period_kind = 'all' and unit_kind = 'company' and focus_kind = 'all'`,
  );
  const stages = await query(
    'select journey, stage, sum(reached_count) as reached, sum(converted_count) as converted from journey_stage_daily group by journey, stage',
  );
  const truly = Object.entries(journeys).flatMap(([journey, counted]) =>
    counted.stages.map(({ stage, reached, converted }) => ({ journey, stage, reached, converted })),
  );
  const exact = truly.filter(({ journey, stage, reached, converted }) =>
    stages.some(
      (row) =>
        row['journey'] === journey &&
        row['stage'] === stage &&
        Number(row['reached']) === reached &&
        Number(row['converted']) === (converted ?? 0),
    ),
  ).length;
  const mentions = await query(
    'select competitor_name, sum(mention_count) as mentions from competitor_daily group by competitor_name',
  );
  // The wait is asked about at every table, and only the slow store's is planted; initiatives make it better.
  const falls = await query(
    `select unit_id, is_significant and change < 0 as is_flagged from score_change
     where comparison = 'since' and unit_kind = 'store' and metric = 'csat' and focus = 'dine_in_wait' and unit_id <> '${slow.store}'`,
  );
  return {
    seed,
    slow: {
      planted: slow.since,
      ...(await worst(`unit_kind = 'store' and metric = 'csat' and focus = '${slow.touchpoint}'`, slow.store)),
      byVisits: await worst(`unit_kind = 'store' and metric = 'dwell' and focus = 'dine_in/arrive'`, slow.store),
    },
    packaging: {
      planted: packaging.since,
      ...(await worst(`unit_kind = 'region' and metric = 'csat' and focus = '${packaging.touchpoint}'`, packaging.region)),
    },
    nps: {
      planted: population.orders.nps,
      raw: numeral(weighted?.['raw_score']),
      weighted: numeral(weighted?.['weighted_score']),
    },
    journeys: { planted: truly.length, exact },
    competitors: {
      planted: competitors.reduce((sum, { mentions: n }) => sum + n, 0),
      found: mentions.reduce((sum, row) => sum + Number(row['mentions']), 0),
    },
    unaffected: { stores: falls.length, flagged: falls.filter((row) => row['is_flagged'] === true).length },
  };
}
