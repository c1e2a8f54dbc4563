/**
 * Writes docs/story.md: what is wrong in the sample company, where, since when and for whom, read from the marts alone, each number with the
 * query that gives it. Takes the sample of the default seed in a fifth of its stores. Run: npm run docs:story [-- DATA_FOLDER], the folder of an `echolake start`.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DEFAULTS } from '../../local/sample/options.ts';
import { openPublished } from '../../warehouse/engines/duckdb/serving.ts';
import { DISH_FALL } from './dish-fall.ts';
import { FIFTH, makeWorld } from './world.ts';

type Row = Readonly<Record<string, unknown>>;
type Ask = (sql: string) => Promise<readonly Row[]>;

interface Chapter {
  readonly title: string;
  readonly sql: string;
  /** What the rows say, in sentences. */
  readonly says: (rows: readonly Row[]) => string;
}

const number = (value: unknown, digits = 1) => (value === null || value === undefined ? 'none' : Number(value).toFixed(digits));
const percent = (value: unknown) => `${number(100 * Number(value), 1)} %`;
const text = (value: unknown) => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');
const day = (value: unknown) => text(value).slice(0, 10);
const chance = (value: unknown) => (Number(value) < 1e-6 ? 'less than one in a million' : `p = ${Number(value).toPrecision(2)}`);
const first = (rows: readonly Row[]): Row => {
  const [row] = rows;
  if (row === undefined) throw new Error('a chapter of the story found no rows');
  return row;
};

const CHAPTERS: readonly Chapter[] = [
  {
    title: 'How the company stands',
    sql: `select n, round(raw_score, 1) as raw_nps, round(weighted_score, 1) as weighted_nps, round(weighted_low, 1) as low, round(weighted_high, 1) as high, order_count
from score_weighted
where metric = 'nps' and period_kind = 'all' and unit_kind = 'company' and focus_kind = 'all'`,
    says: (rows) => {
      const row = first(rows);
      return `${text(row['n'])} answers give an NPS of ${number(row['raw_nps'])}. Those who answer are not those who eat: weighed up to all ${text(row['order_count'])} orders by mode, tier, punctuality and region it is ${number(row['weighted_nps'])} (${number(row['low'])} to ${number(row['high'])}). The interval is that of the sample: who keeps silent for a reason that no record shows stays out of both (\`population\` in \`truth.json\` has what everybody would have said).`;
    },
  },
  {
    title: 'Who is silent',
    sql: `select trait_kind, trait, sum(order_count) as orders, sum(answered_count) as answered,
  round(cast(sum(answered_count) as double) / sum(order_count), 3) as answered_ratio
from response_bias
where trait_kind in ('mode', 'tier', 'punctuality')
group by trait_kind, trait
order by answered_ratio`,
    says: (rows) => {
      const [least, most] = [first(rows), first(rows.toReversed())];
      return `Least is heard of ${text(least['trait_kind'])} “${text(least['trait'])}” (${percent(least['answered_ratio'])} of orders have an answer), most of “${text(most['trait'])}” (${percent(most['answered_ratio'])}).`;
    },
  },
  {
    title: 'Who recommends us',
    sql: `select segment_kind, segment, n, round(score, 1) as nps, round(low, 1) as low, round(high, 1) as high
from score_segment
where metric = 'nps' and period_kind = 'all' and unit_kind = 'company' and focus_kind = 'all' and source = 'survey' and segment <> 'unknown'
order by segment_kind, score desc`,
    says: (rows) => {
      const of = (segment: string) => rows.find((row) => row['segment'] === segment);
      const told = (segment: string) =>
        `${number(of(segment)?.['nps'])} (${number(of(segment)?.['low'])} to ${number(of(segment)?.['high'])})`;
      return `Returning guests give an NPS of ${told('returning')}, new ones ${told('new')}.`;
    },
  },
  {
    title: 'A store that got worse',
    sql: `select unit_id, focus, period_date as since, before_n, n, round(before_score, 3) as before_csat, round(score, 3) as csat, round(z, 1) as z, holm_p_value, scanned_count
from score_change
where comparison = 'since' and metric = 'csat' and unit_kind = 'store' and focus = 'dine_in_wait' and change < 0
order by worse_rank
limit 3`,
    says: (rows) => {
      const row = first(rows);
      return `Of all stores, satisfaction with the wait fell most in ${text(row['unit_id'])}: from ${percent(row['before_csat'])} to ${percent(row['csat'])} since ${day(row['since'])} (${chance(row['holm_p_value'])} after correction for all ${text(row['scanned_count'])} tests of stores, and in each for all days that were tried).`;
    },
  },
  {
    title: 'What happened there',
    sql: `select unit_id, focus, period_date as since, round(before_score, 1) as before_minutes, round(score, 1) as minutes, round(z, 1) as z, holm_p_value
from score_change
where comparison = 'since' and metric = 'dwell' and unit_kind = 'store' and focus in ('dine_in/arrive', 'dine_in/order') and is_significant and change > 0
order by z desc
limit 3`,
    says: (rows) => {
      const row = first(rows);
      return `The visits say why: in ${text(row['unit_id'])} guests stay ${number(row['minutes'])} minutes in “${text(row['focus'])}” in place of ${number(row['before_minutes'])}, since ${day(row['since'])} (${chance(row['holm_p_value'])}).`;
    },
  },
  {
    title: 'Whom it hits',
    sql: `with store_fall as (
  select unit_id, period_date from score_change
  where comparison = 'since' and metric = 'csat' and unit_kind = 'store' and focus = 'dine_in_wait' and change < 0
  order by worse_rank limit 1
),
waits as (
  select case when hour(date_add('hour', 8, stg_visit.arrived_at)) between 11 and 13 then 'lunch' else 'other hours' end as came_at,
    int_feedback.is_csat_top, int_feedback.business_date < store_fall.period_date as is_before
  from store_fall
  inner join int_feedback on store_fall.unit_id = int_feedback.org_unit_id
  inner join stg_visit on int_feedback.order_id = stg_visit.order_id
  where int_feedback.touchpoint = 'dine_in_wait' and int_feedback.is_csat_top is not null
)
select came_at, count_if(is_before) as before_n, count_if(not is_before) as n,
  round(cast(count_if(is_before and is_csat_top) as double) / nullif(count_if(is_before), 0), 3) as before_csat,
  round(cast(count_if(not is_before and is_csat_top) as double) / nullif(count_if(not is_before), 0), 3) as csat
from waits
group by came_at
order by came_at`,
    says: (rows) => {
      const [lunch = {}, others = {}] = rows;
      return `Guests who come between 11:00 and 14:00 (Shanghai): their satisfaction with the wait went from ${percent(lunch['before_csat'])} to ${percent(lunch['csat'])}, that of all others from ${percent(others['before_csat'])} to ${percent(others['csat'])}.`;
    },
  },
  {
    title: 'A region with a fault at the door',
    sql: `select unit_id, focus, period_date as since, before_n, n, round(before_score, 3) as before_csat, round(score, 3) as csat, round(z, 1) as z, holm_p_value
from score_change
where comparison = 'since' and metric = 'csat' and unit_kind = 'region' and focus_kind = 'touchpoint' and change < 0
order by holm_p_value, z
limit 3`,
    says: (rows) => {
      const row = first(rows);
      return `In the region ${text(row['unit_id'])}, satisfaction at ${text(row['focus'])} fell from ${percent(row['before_csat'])} to ${percent(row['csat'])} since ${day(row['since'])} (${chance(row['holm_p_value'])}).`;
    },
  },
  {
    title: 'What people say there',
    sql: `with region_fall as (
  select unit_id, period_date from score_change
  where comparison = 'since' and metric = 'csat' and unit_kind = 'region' and focus_kind = 'touchpoint' and change < 0
  order by holm_p_value, z limit 1
)
select int_mention.name as topic,
  count(case when int_mention.business_date < region_fall.period_date then 1 end) as before_mentions,
  count(case when int_mention.business_date >= region_fall.period_date then 1 end) as mentions
from int_mention
inner join store on int_mention.org_unit_id = store.org_unit_id
inner join region_fall on store.region_id = region_fall.unit_id
where int_mention.kind = 'topic' and int_mention.mood = 'pain' and int_mention.touchpoint like 'delivery%'
group by int_mention.name
order by mentions desc
limit 5`,
    says: (rows) => {
      const row = first(rows);
      return `Since that day delivery guests there complain most of “${text(row['topic'])}”: ${text(row['mentions'])} times, against ${text(row['before_mentions'])} in the longer time before.`;
    },
  },
  {
    title: 'A dish that is not what it was',
    sql: DISH_FALL,
    says: (rows) => {
      const [row, next] = [first(rows), rows[1]];
      return `Of all dishes it is “${text(row['dish'])}” (${text(row['product_id'])}) whose guests grew less content with the meal: ${percent(row['csat'])} in place of ${percent(row['before_csat'])} since ${day(row['since'])}, ${number(Math.abs(Number(row['z'])))} standard errors; of the next dish, ${number(Math.abs(Number(next?.['z'])))}.`;
    },
  },
  {
    title: 'What they say of it',
    sql: `select business_date, sum(count(*)) over (order by business_date) as mentions_so_far
from int_mention
where kind = 'topic' and name = 'recipe' and mood = 'pain'
group by business_date
order by business_date
limit 12`,
    says: (rows) =>
      `The first complaints of a changed recipe come on ${day(first(rows)['business_date'])}; the twelfth day with one is ${day(first(rows.toReversed())['business_date'])}.`,
  },
  {
    title: 'How long complaints wait',
    sql: `select topic, count(*) as tickets, count(first_reply_minutes) as replied, round(avg(first_reply_minutes), 1) as reply_minutes,
  count(resolution_minutes) as solved, round(avg(resolution_minutes) / 60, 1) as resolution_hours
from ticket_time
group by topic
order by tickets desc`,
    says: (rows) => {
      const row = first(rows);
      return `Most complaints are about ${text(row['topic'])}: ${text(row['tickets'])}, answered after ${number(row['reply_minutes'])} minutes and solved after ${number(row['resolution_hours'])} hours, on average.`;
    },
  },
  {
    title: 'Where journeys end',
    sql: `select journey, stage, sum(reached_count) as reached, sum(open_count) as still_open, sum(closed_count) as closed, sum(dropped_count) as dropped_off,
  round(1 - cast(sum(dropped_count) as double) / nullif(sum(closed_count), 0), 3) as conversion
from journey_stage_daily
group by journey, stage, stage_number
order by journey, stage_number`,
    says: (rows) => {
      const worst = first(
        rows
          .filter((row) => text(row['stage']) === 'discover')
          .toSorted((a, b) => Number(a['conversion']) - Number(b['conversion'])),
      );
      return `Of ${text(worst['closed'])} who discovered (${text(worst['journey'])}) and whose time-out has passed, ${percent(worst['conversion'])} went on to the next stage; ${text(worst['still_open'])} younger ones are not counted yet.`;
    },
  },
  {
    title: 'Moments of truth',
    sql: `select journey, stage, nps_n, round(nps, 1) as nps, nps_target, round(gap, 1) as gap, round(weight, 3) as weight, round(moment, 2) as moment
from moment_of_truth
where unit_kind = 'company'
order by place`,
    says: (rows) => {
      const row = first(rows);
      return `Most hangs on ${text(row['journey'])}/${text(row['stage'])}: an NPS of ${number(row['nps'])} against a target of ${text(row['nps_target'])}, at the stage whose satisfaction goes most with recommending us.`;
    },
  },
  {
    title: 'BEST of the last four weeks',
    sql: `select journey, stage, reached_count, round(conversion_ratio, 3) as conversion, dwell_p50_minutes, round(nps, 1) as nps, round(csat, 3) as csat, round(net_sentiment, 2) as net_sentiment, pain_topics, nps_status, csat_status
from best
where unit_kind = 'company' and period_date = (select max(period_date) from best)
order by journey, stage_number`,
    says: (rows) => {
      const off = rows
        .filter((row) => row['csat_status'] === 'off')
        .map((row) => `${text(row['journey'])}/${text(row['stage'])}`);
      return off.length === 0
        ? 'No stage misses its satisfaction target beyond chance.'
        : `The satisfaction target is missed beyond chance at ${off.join(', ')}.`;
    },
  },
  {
    title: 'Whom they name in our place',
    sql: `select competitor_name_en, sum(mention_count) as mentions, sum(pleased_count) as pleased_with_us, sum(displeased_count) as displeased_with_us
from competitor_daily
group by competitor_name_en
order by mentions desc`,
    says: (rows) => {
      const row = first(rows);
      return `${text(row['competitor_name_en'])} is named most: ${text(row['mentions'])} times, ${text(row['displeased_with_us'])} of them by guests who are displeased with us.`;
    },
  },
];

const shown = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'number' && Math.abs(value) < 1e-4 && value !== 0 ? value.toExponential(1) : text(value);
};

function table(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(names), line(names.map(() => '---')), ...rows.map((row) => line(names.map((name) => shown(row[name]))))].join(
    '\n',
  );
}

async function story(ask: Ask, about: string): Promise<string> {
  const parts = [
    `# The sample company’s story\n\nWritten by \`npm run docs:story\`, from ${about}. Every number comes from the query beside it; \`npx echolake query\` runs them on your own data. All people, stores and competitors are invented; what was planted is told in \`truth.json\` in the data folder of \`echolake start\`, and how much of it the marts find over 20 seeds by \`npm run bench:truth\`.`,
  ];
  for (const { title, sql, says } of CHAPTERS) {
    const rows = await ask(sql);
    parts.push(`## ${title}\n\n${says(rows)}\n\n\`\`\`sql\n${sql}\n\`\`\`\n\n${table(rows)}`);
  }
  return `${parts.join('\n\n')}\n`;
}

const FILE = fileURLToPath(new URL('../../docs/story.md', import.meta.url));
const [dataDir] = process.argv.slice(2);
if (dataDir === undefined) {
  const world = await makeWorld({ ...FIFTH, seed: DEFAULTS.seed });
  try {
    await world.build();
    writeFileSync(
      FILE,
      await story((sql) => world.query(sql), `a sample of ${FIFTH.stores} stores and ${FIFTH.days} days, seed ${DEFAULTS.seed}`),
    );
  } finally {
    await world.remove();
  }
} else {
  const published = await openPublished(dataDir);
  const connection = await published.connect();
  const ask: Ask = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
  writeFileSync(FILE, await story(ask, 'the data folder of an `echolake start`'));
  connection.closeSync();
  published.close();
}
