/**
 * One line of JSON for each seed that is named: what was planted and what the marts find. Started by truth.ts.
 * Run: npx tsx tests/bench/truth-seed.ts '{"scale":0.2,"stores":24}' 1 2 3
 */
import { z } from 'zod';
import { SQL_DIR } from '../../local/commands/build.ts';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { buildWarehouse } from '../../warehouse/build.ts';
import { DISH_FALL } from '../truth/dish-fall.ts';
import { identityFound, pairsFound } from '../truth/identity-found.ts';
import { isTouched } from '../truth/touched.ts';
import { FIFTH, makeWorld, type TrueWorld } from '../truth/world.ts';

const size = z.object({ scale: z.number(), stores: z.number() });
const [text = '{}', ...seeds] = process.argv.slice(2);
const options = { ...FIFTH, ...size.parse(JSON.parse(text)) };

const MODELS = [
  '+score_change',
  '+score_weighted',
  '+journey_stage_daily',
  '+competitor_daily',
  '+contact_identifier',
  '+int_contact_record',
];

/** Every comparison of a store's score that is told as a fall, with the days it looks at. */
const FALLS = `select unit_id, region_id, metric, comparison, focus,
    cast(case comparison when 'week' then date_add('day', -7, period_date) when 'month' then date_add('month', -1, period_date)
      when 'four_weeks' then date_add('day', -28, period_date) else date '2000-01-01' end as varchar) as from_date,
    cast(case comparison when 'week' then date_add('day', 6, period_date) when 'month' then last_day_of_month(period_date)
      when 'four_weeks' then date_add('day', 27, period_date) else date '2999-12-31' end as varchar) as to_date
  from score_change
  where unit_kind = 'store' and is_significant and case when metric in ('dwell', 'dropoff') then change > 0 else change < 0 end`;

/** The steepest fall of satisfaction of a region at a stage, of the periods of four weeks in which it is a fall at all. */
const STAGE_FALL = `select unit_id, focus, is_significant from score_change
  where comparison = 'four_weeks' and metric = 'csat' and unit_kind = 'region' and focus_kind = 'stage' order by z limit 1`;

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
  const { slow_store: slow, packaging, dish: planted, population, journeys, competitors } = world.truth;
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
  const [dish] = await query(DISH_FALL);
  const [stage] = await query(STAGE_FALL);
  const stores = await query(
    `select distinct unit_id from score_change where unit_kind = 'store' and unit_id not in ('${slow.store}', 'unassigned')`,
  );
  const flagged = await flaggedStores(world);
  const { precision, recall } = await identityFound(world);
  const pairs = await pairsFound(world);
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
    stage: {
      planted: `${packaging.region} ${packaging.stage}`,
      found: `${String(stage?.['unit_id'])} ${String(stage?.['focus']).replace('delivery/', '')}`,
      isSignificant: stage?.['is_significant'] === true,
    },
    dish: {
      planted: planted.since,
      isFound: dish?.['product_id'] === planted.product_id,
      since: day(dish?.['since']),
      z: numeral(dish?.['z']),
    },
    unaffected: { stores: stores.length, ...flagged },
    identity: {
      precision,
      recall,
      pairs: pairs.length,
      pairsRight: pairs.filter(({ isOnePerson, isOneContact }) => isOnePerson === isOneContact).length,
    },
  };
}

/** How many stores but the slow one are told to have fallen where nothing planted made them fall: by "since when", and by any comparison. */
async function flaggedStores(world: TrueWorld) {
  const { truth } = world;
  const falls = (await world.query(FALLS)).filter((row) => {
    if (row['unit_id'] === truth.slow_store.store) return false;
    const cell = (name: string) => String(row[name]);
    return !isTouched(truth, {
      metric: cell('metric'),
      focus: cell('focus'),
      region: cell('region_id'),
      from: cell('from_date'),
      to: cell('to_date'),
    });
  });
  const storesOf = (rows: typeof falls) => new Set(rows.map((row) => row['unit_id'])).size;
  return { flagged: storesOf(falls.filter((row) => row['comparison'] === 'since')), flaggedEver: storesOf(falls) };
}
