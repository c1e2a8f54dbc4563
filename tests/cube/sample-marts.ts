import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { MartSource } from '../../cube/mart-pool.ts';
import { runAll } from '../../warehouse/engines/duckdb/connection.ts';
import { MACROS, SETTINGS } from '../../warehouse/engines/duckdb/prelude.ts';
import { addEmptyMarts } from './empty-marts.ts';

const STORES: readonly [string, string][] = [
  ['S001', 'east'],
  ['S002', 'east'],
  ['S003', 'south'],
  ['S004', 'north'],
];
const DAYS = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'];
const TOUCHPOINTS = ['dine_in_meal', 'delivery_arrival'];

const TARGETS = [
  `('nps', 'company', 'company', 'all', 40, date '2026-01-01', null)`,
  `('nps', 'east', 'east', 'all', 38, date '2026-01-01', date '2026-06-30')`,
  `('nps', 'south', 'south', 'all', 37, date '2026-01-01', null)`,
  `('csat', 'east', 'east', 'dine_in_meal', 0.85, date '2026-01-01', null)`,
  ...STORES.map(([store, region]) => `('nps', '${store}', '${region}', 'all', 36, date '2026-01-01', null)`),
];

/** Small whole numbers that are the same for the same seed. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const place = (store: string, region: string) =>
  `'${store}', '店${store}', 'Store ${store}', '${region}', '大区${region}', '${region} region'`;
const PLACE =
  'org_unit_id varchar, store_name varchar, store_name_en varchar, region_id varchar, region_name varchar, region_name_en varchar';

function scoreRow(
  day: string,
  [store, region]: readonly [string, string],
  touchpoint: string,
  source: string,
  random: (below: number) => number,
) {
  const [promoters, passives, detractors, top, other] = [random(9), random(5), random(7), random(12), random(6)];
  const [easy, hard] = [random(8), random(5)];
  const n = promoters + passives + detractors;
  return `(date '${day}', ${place(store, region)}, '${touchpoint}', '${source === 'survey' ? 'survey' : 'olist'}', '${source}', ${n + random(4)}, ${n}, ${promoters}, ${passives}, ${detractors}, ${top + other}, ${top}, ${easy + hard}, ${easy}, ${6 * easy + 3 * hard}, ${36 * easy + 9 * hard})`;
}

/** Marts with handwritten shape and seeded numbers: 4 stores in 3 regions over 4 days. */
export async function fillMarts(connection: DuckDBConnection, seed: number): Promise<void> {
  const random = randomNumbers(seed);
  const scores: string[] = [];
  const orders: string[] = [];
  const invites: string[] = [];
  const voices: string[] = [];
  for (const day of DAYS) {
    for (const store of STORES) {
      const [id, region] = store;
      for (const touchpoint of TOUCHPOINTS) {
        for (const source of ['survey', 'review']) scores.push(scoreRow(day, store, touchpoint, source, random));
        const delivered = 5 + random(30);
        invites.push(`(date '${day}', ${place(id, region)}, '${touchpoint}', 'sms', ${delivered}, ${random(delivered)})`);
        const voice = `${id}-${day}-${touchpoint}`;
        voices.push(
          `('${voice}', 'survey', 'survey', date '${day}', timestamp '${day} 04:30:00.125', ${place(id, region)}, '${touchpoint}', ${random(11)}, ${1 + random(5)}, 5, '好吃 ${voice}', ${random(2) === 1}, 'O-${voice}')`,
        );
      }
      for (const mode of ['dine_in', 'delivery']) {
        const promised = mode === 'delivery' ? random(20) : 0;
        const currency = id === 'S004' && mode === 'delivery' ? 'BRL' : 'CNY';
        orders.push(
          `(date '${day}', ${place(id, region)}, '${mode}', 'pos', '${currency}', ${20 + random(50)}, ${random(3)}, ${(1000 + random(100_000)) / 100}, ${40 + random(90)}, ${promised}, ${promised}, ${random(promised + 1)})`,
        );
      }
    }
  }
  const tickets = Array.from({ length: 60 }, (_, ticket) => {
    const [id, region] = STORES[ticket % STORES.length] ?? ['S001', 'east'];
    const solved = random(3) > 0;
    const minutes = `${random(4) > 0 ? random(900) / 4 : 'null'}, ${solved ? random(90_000) / 8 : 'null'}, ${random(2)}`;
    return `(date '${DAYS[ticket % DAYS.length]}', 'zendesk', 'T${ticket}', ${place(id, region)}, 'delivery_arrival', '${['late', 'taste'][random(2)]}', 'normal', '${solved ? 'solved' : 'open'}', ${minutes})`;
  });
  const journeys: string[] = [];
  const edges: string[] = [];
  const rivals: string[] = [];
  for (const day of DAYS) {
    for (const [id, region] of STORES) {
      for (const [index, stage] of ['order', 'eat', 'pay'].entries()) {
        const reached = 4 + random(30);
        const [before, closed] = index === 2 ? [0, 0] : [reached, random(reached + 1)];
        const at = `date '${day}', ${place(id, region)}, 'dine_in'`;
        journeys.push(
          `(${at}, '${stage}', ${index + 1}, '段${stage}', 'Stage ${stage}', ${reached}, ${before}, ${random(before + 1)}, ${closed}, ${random(closed + 1)}, ${before - closed}, ${random(3)}, ${random(3)})`,
        );
        edges.push(
          `(${at}, '${index === 0 ? '(start)' : 'order'}', '${stage}', '${index === 0 ? 'start' : 'next'}', ${reached})`,
        );
      }
      rivals.push(`(date '${day}', ${place(id, region)}, '老灶台', 'Old Stove', ${3 + random(4)}, ${random(2)}, ${random(2)})`);
    }
  }
  const units = [['company', 'company', 'company'], ...STORES.map(([id, region]) => ['store', id, region])];
  const changes = units.map(
    ([kind, id, region]) =>
      `('csat', 'since', date '2026-11-03', '${kind}', '${id}', '${region}', 'touchpoint', 'dine_in_meal', 'survey', ${30 + random(90)}, ${30 + random(90)}, 0.6, 0.8, -0.2, -0.3, -0.1, 0.0${random(9)}, true, ${1 + random(4)})`,
  );
  const stages = units.map(
    ([kind, id, region], index) =>
      `(date '2026-11-01', '${kind}', '${id}', '${region}', 'dine_in', 'eat', 5, ${9 + index}, 0.5, ${9 + index}, 0.25, 12.5, ${8 + index}, 20, ${9 + index}, 0.8, ${10 + index}, 0.1, 'taste', 'service', 40, 'off', 0.85, 'at risk',
        30.5, 2, 1, 10, 30, 0.7, 0.9, ${9 + index}, 0.9, 0.8, 0.95, -20, 0.5, 12, -0.05, 0.94, 9)`,
  );
  await connection.run(`create table score_daily (business_date date, ${PLACE}, touchpoint varchar, channel varchar, source varchar,
    response_count bigint, nps_n bigint, promoter_count bigint, passive_count bigint, detractor_count bigint, csat_n bigint, csat_top_count bigint,
    ces_n bigint, ces_easy_count bigint, ces_sum bigint, ces_squares bigint)`);
  await connection.run(`create table score_segment_daily (business_date date, ${PLACE}, touchpoint varchar, stage varchar, channel varchar, source varchar,
    recency_segment varchar, taste_segment varchar, life_stage varchar, companions varchar, value_tier varchar, arrival_channel varchar,
    response_count bigint, nps_n bigint, promoter_count bigint, detractor_count bigint, csat_n bigint, csat_top_count bigint, ces_n bigint, ces_easy_count bigint)`);
  await connection.run(`create table ticket_time (business_date date, channel varchar, ticket_id varchar, ${PLACE}, touchpoint varchar, topic varchar,
    priority varchar, status varchar, first_reply_minutes double, resolution_minutes double, reopen_count bigint)`);
  await connection.run(`insert into ticket_time values ${tickets.join(',')}`);
  await connection.run(`create table order_daily (business_date date, ${PLACE}, mode varchar, channel varchar, currency varchar, order_count bigint,
    cancelled_count bigint, revenue_amount decimal(18,2), item_count bigint, delivered_count bigint, promised_count bigint, late_count bigint)`);
  await connection.run(
    `create table invite_daily (business_date date, ${PLACE}, touchpoint varchar, sent_by varchar, delivered_count bigint, completed_count bigint)`,
  );
  await connection.run(`create table feedback (feedback_id varchar, source varchar, channel varchar, business_date date, occurred_at timestamp,
    ${PLACE}, touchpoint varchar, nps_score bigint, csat_score bigint, csat_scale_max bigint, comment varchar, is_late boolean, order_id varchar)`);
  await connection.run(`create table target (metric varchar, org_unit_id varchar, region_id varchar, touchpoint varchar, value double,
    start_date date, end_date date)`);
  await connection.run(`create table dq_channel_daily (business_date date, channel varchar, event_kind varchar, event_count bigint, late_count bigint,
    placeable_count bigint, placed_count bigint, identifiable_count bigint, identified_count bigint, repeated_count bigint, feedback_count bigint, actionable_count bigint, refused_count bigint)`);
  const channels = DAYS.flatMap((day) =>
    ['survey', 'pos', 'olist'].map((channel, index) => {
      const counts = Array.from({ length: 8 }, () => random(9));
      return `(date '${day}', '${channel}', '${index === 1 ? 'order' : 'review'}', ${10 * index}, ${counts.join(', ')}, ${random(5)})`;
    }),
  );
  await connection.run(`insert into dq_channel_daily values ${channels.join(',')}`);
  await connection.run(`create table journey_stage_daily (business_date date, ${PLACE}, journey varchar, stage varchar, stage_number bigint,
    stage_name varchar, stage_name_en varchar, reached_count bigint, before_next_count bigint, converted_count bigint, closed_count bigint,
    dropped_count bigint, open_count bigint, repeat_count bigint, back_count bigint)`);
  await connection.run(`create table journey_edge_daily (business_date date, ${PLACE}, journey varchar, from_stage varchar, to_stage varchar,
    move_kind varchar, move_count bigint)`);
  await connection.run(`create table competitor_daily (business_date date, ${PLACE}, competitor_name varchar, competitor_name_en varchar,
    mention_count bigint, pleased_count bigint, displeased_count bigint)`);
  await connection.run(`create table score_change (metric varchar, comparison varchar, period_date date, unit_kind varchar, unit_id varchar,
    region_id varchar, focus_kind varchar, focus varchar, source varchar, n bigint, before_n bigint, score double, before_score double,
    change double, change_low double, change_high double, holm_p_value double, is_significant boolean, worse_rank bigint)`);
  await connection.run(`create table best (period_date date, unit_kind varchar, unit_id varchar, region_id varchar, journey varchar, stage varchar,
    stage_number bigint, reached_count bigint, conversion_ratio double, closed_count bigint, dropoff_ratio double, dwell_p50_minutes double,
    nps_n bigint, nps double, csat_n bigint, csat double, comment_count bigint, net_sentiment double, pain_topics varchar,
    delight_topics varchar, nps_target double, nps_status varchar, csat_target double, csat_status varchar,
    dwell_p90_minutes double, repeat_count bigint, back_count bigint, nps_low double, nps_high double, csat_low double, csat_high double,
    ces_n bigint, ces double, ces_low double, ces_high double, nps_gap double, nps_attainment double, nps_off_days bigint,
    csat_gap double, csat_attainment double, csat_off_days bigint)`);
  await connection.run(`insert into journey_stage_daily values ${journeys.join(',')}`);
  await connection.run(`insert into journey_edge_daily values ${edges.join(',')}`);
  await connection.run(`insert into competitor_daily values ${rivals.join(',')}`);
  await connection.run(`insert into score_change values ${changes.join(',')}`);
  await connection.run(`insert into best values ${stages.join(',')}`);
  await connection.run(`create table contact_segment (period_date date, contact_id varchar, recency_segment varchar, taste_segment varchar, life_stage varchar,
    companions varchar, member_tier varchar, arrival_channel varchar, growth_score double, loyalty_score double, premium_score double, value_score double,
    value_tier varchar, previous_value_tier varchar)`);
  await connection.run(`create table contact (contact_id varchar, first_seen_date date, identifier_count bigint, is_member boolean, is_shared boolean,
    life_stage varchar, companions varchar, member_tier varchar, arrival_channel varchar)`);
  const tier = () => ['top', 'high', 'low'][random(3)];
  const score = () => (random(5) === 0 ? 'null' : `${random(1000)} / 10.0`);
  const people = Array.from({ length: 60 }, (_, one) => `C${one}`);
  const segments = people.flatMap((contact) =>
    ['2026-10-01', '2026-11-01'].map(
      (month) =>
        `(date '${month}', '${contact}', '${random(3) === 0 ? 'new' : 'returning'}', '${random(2) === 0 ? 'cautious' : 'adventurous'}', 'student', 'couple', 'gold',
          'store', ${score()}, ${score()}, ${score()}, ${random(1000)} / 10.0, '${tier()}', '${tier()}')`,
    ),
  );
  const contacts = people.map(
    (contact) =>
      `('${contact}', date '2026-11-01', ${1 + random(6)}, ${random(2) === 0}, ${random(9) === 0}, 'student', 'couple', 'gold', '${['store', 'sms'][random(2)]}')`,
  );
  await connection.run(`insert into contact_segment values ${segments.join(',')}`);
  await connection.run(`insert into contact values ${contacts.join(',')}`);
  await connection.run(`insert into target values ${TARGETS.join(',')}`);
  await connection.run(`insert into score_daily values ${scores.join(',')}`);
  await connection.run(`insert into score_segment_daily select business_date, org_unit_id, store_name, store_name_en, region_id, region_name, region_name_en,
    touchpoint, 'dine_in/eat', channel, source, ['new', 'returning'][1 + nps_n % 2], 'unknown', ['student', 'senior'][1 + csat_n % 2], ['alone', 'couple'][1 + ces_n % 2],
    ['top', 'low'][1 + csat_top_count % 2], 'store', response_count, nps_n, promoter_count, detractor_count, csat_n, csat_top_count, ces_n, ces_easy_count
    from score_daily`);
  await connection.run(`insert into order_daily values ${orders.join(',')}`);
  await connection.run(`insert into invite_daily values ${invites.join(',')}`);
  await connection.run(`insert into feedback values ${voices.join(',')}`);
  await addEmptyMarts(connection);
}

/** A source of builds in memory, each with the macros and the locked settings that the warehouse serves with. `publish` makes the next build; `open` and `closed` count instances. */
export class SampleMarts implements MartSource {
  #build = 0;
  opened = 0;
  closed = 0;
  #make: (connection: DuckDBConnection) => Promise<void> = async () => {};

  publish(make: (connection: DuckDBConnection) => Promise<void>): string {
    this.#build += 1;
    this.#make = make;
    return `b${this.#build}`;
  }

  currentBuild(): string | null {
    return this.#build === 0 ? null : `b${this.#build}`;
  }

  async open() {
    const build = `b${this.#build}`;
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    await this.#make(connection);
    const settings = SETTINGS.map((setting) => setting.replace('set ', 'set global '));
    await runAll(connection, [...settings, ...MACROS, 'set enable_external_access = false', 'set lock_configuration = true']);
    connection.closeSync();
    this.opened += 1;
    const close = () => {
      this.closed += 1;
      instance.closeSync();
    };
    return { build, instance, close };
  }
}

export function sampleMarts(seed: number): SampleMarts {
  const marts = new SampleMarts();
  marts.publish((connection) => fillMarts(connection, seed));
  return marts;
}
