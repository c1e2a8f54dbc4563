/**
 * The public Olist files through the real command line, against figures that were computed elsewhere: once; again, the other way
 * round; and in a new folder as shuffled pieces, each twice. `tsx .ci/olist.ts DIR`; ends with 77 where there is no such folder.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { echolake, query, SKIPPED } from './program.ts';

const ROWS_A_PIECE = 1_000;

const SCORES = `select csat_top_count, csat_n, csat, csat_low, csat_high from score_summary where channel = 'olist' and source = 'review'`;
const LATENESS = `select is_late, count(csat_score) as n, avg(cast(csat_score as double)) as mean from feedback
  where is_late is not null group by is_late order by is_late`;
const ZONE = 'America/Sao_Paulo';
const TIME_OUT_DAYS = 60;
const STAGES = ['order', 'approve', 'ship', 'receive', 'review'] as const;
const JOURNEY = `select journey_stage_daily.stage, sum(reached_count) as reached, sum(before_next_count) as before_next, sum(converted_count) as converted,
    sum(dropped_count) as dropped, sum(open_count) as open, max(left_count) as left_count, max(dwell_p50_minutes) as p50, max(dwell_p90_minutes) as p90
  from journey_stage_daily
  inner join journey_dwell on journey_stage_daily.journey = journey_dwell.journey and journey_stage_daily.stage = journey_dwell.stage
  where journey_dwell.period_kind = 'all' and journey_dwell.unit_kind = 'company'
  group by journey_stage_daily.stage, journey_stage_daily.stage_number order by journey_stage_daily.stage_number`;
const MARTS = [
  'store',
  'feedback',
  'score_daily',
  'score_summary',
  'order_daily',
  'invite_daily',
  'score',
  'journey_stage_daily',
  'journey_edge_daily',
  'journey_instance',
];

const number = z.coerce.number();
const scores = z.tuple([z.object({ csat_top_count: number, csat_n: number, csat: number, csat_low: number, csat_high: number })]);
const lateness = z.array(z.object({ is_late: z.boolean(), n: number, mean: number }));

const journey = z.array(
  z.object({
    stage: z.string(),
    reached: number,
    before_next: number,
    converted: number,
    dropped: number,
    open: number,
    left_count: number,
    p50: number,
    p90: number,
  }),
);

const [folder = ''] = process.argv.slice(2);
if (!existsSync(folder)) {
  console.log(`skipped: there are no Olist files at ${folder}`);
  process.exit(SKIPPED);
}
const files = readdirSync(folder).filter((name) => name.endsWith('.csv'));
assert.equal(files.length, 9, `expected the nine files in ${folder}`);

const root = mkdtempSync(join(tmpdir(), 'echolake-olist-'));
try {
  const [once, pieces] = [join(root, 'once'), join(root, 'pieces')];
  echolake('import', 'olist', folder, '--data', once);
  echolake('build', '--data', once);
  checkFigures(once);
  const rows = rowsOf(once);
  console.log('imported once: the figures are right');

  echolake('import', 'olist', ...files.toReversed().map((name) => join(folder, name)), '--data', once);
  echolake('build', '--data', once);
  checkFigures(once);
  assert.deepEqual(rowsOf(once), rows, 'a second import in another order changed rows');
  console.log('imported again in another order: nothing changed');

  const parts = shuffled(piecesOf(join(root, 'files')));
  mkdirSync(pieces);
  copyFileSync(join(once, 'keys.json'), join(pieces, 'keys.json')); // equal versions are told apart by a keyed digest
  echolake('import', 'olist', ...parts, ...parts.toReversed(), '--data', pieces);
  echolake('build', '--data', pieces);
  checkFigures(pieces);
  assert.deepEqual(rowsOf(pieces), rows, 'shuffled pieces, each twice, made other rows');
  console.log(`imported as ${parts.length} shuffled pieces, each twice: the same rows`);
} finally {
  rmSync(root, { recursive: true, force: true });
}

function checkFigures(data: string): void {
  const [{ csat_top_count, csat_n, csat, csat_low, csat_high }] = scores.parse(query(data, SCORES));
  assert.deepEqual([csat_top_count, csat_n], [2293, 2993]);
  assert.equal(csat, 2293 / 2993);
  assert.deepEqual([csat_low.toFixed(4), csat_high.toFixed(4)], ['0.7506', '0.7809']);
  const byLateness = lateness.parse(query(data, LATENESS)).map(({ is_late, n, mean }) => [is_late, n, mean.toFixed(3)]);
  assert.deepEqual(byLateness, [
    [false, 2670, '4.275'],
    [true, 233, '2.549'],
  ]);
  checkJourney(data);
}

/** The journey against the same figures made from the files alone, by other means. */
function checkJourney(data: string): void {
  const found = journey.parse(query(data, JOURNEY));
  const passages = passagesOf(folder);
  const lastDay = Math.max(...passages.map(dayOf));
  const isClosed = (steps: readonly Step[]) => lastDay - dayOf(steps) >= TIME_OUT_DAYS;
  for (const [index, stage] of STAGES.entries()) {
    const next = index + 1;
    const entered = passages.filter((steps) => steps.some((step) => step.stage === index));
    const isConverted = (steps: readonly Step[]) => {
      const first = steps.find((step) => step.stage === index);
      return first !== undefined && steps.some((step) => step.stage === next && step.at >= first.at);
    };
    const converted = next === STAGES.length ? 0 : entered.filter(isConverted).length;
    const beforeNext = next === STAGES.length ? 0 : entered.length;
    const minutes = entered
      .flatMap((steps) => {
        const from = steps.findIndex((step) => step.stage === index);
        const left = steps.slice(from).find((step) => step.stage !== index);
        return left === undefined ? [] : [Math.round((left.at - (steps[from]?.at ?? 0)) / 6_000) / 10];
      })
      .sort((a, b) => a - b);
    const quantile = (share: number) => minutes[Math.ceil(share * minutes.length) - 1];
    assert.deepEqual(found[index], {
      stage,
      reached: entered.length,
      before_next: beforeNext,
      converted,
      dropped: next === STAGES.length ? 0 : entered.filter((steps) => isClosed(steps) && !isConverted(steps)).length,
      open: next === STAGES.length ? 0 : entered.filter((steps) => !isClosed(steps)).length,
      left_count: minutes.length,
      p50: quantile(0.5),
      p90: quantile(0.9),
    });
  }
}

interface Step {
  readonly stage: number;
  readonly at: number;
}

/** The day of the purchase, counted from 1970. */
function dayOf(steps: readonly Step[]): number {
  const at = steps.find(({ stage }) => stage === 0)?.at ?? Number.NaN;
  const date = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ZONE).toPlainDate();
  return Date.parse(date.toString()) / 86_400_000;
}

/** The dated steps of each order, in order of time. */
function passagesOf(from: string): Step[][] {
  const rows = (name: string): Record<string, string>[] =>
    parse(readFileSync(join(from, name), 'utf8'), { bom: true, columns: true });
  const steps = new Map<string, Step[]>();
  const add = (order: string | undefined, stage: number, text: string | undefined): void => {
    if (order === undefined || text === undefined || text === '') return;
    const at = Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(ZONE).epochMilliseconds;
    steps.set(order, [...(steps.get(order) ?? []), { stage, at }]);
  };
  for (const row of rows('olist_orders_dataset.csv')) {
    add(row['order_id'], 0, row['order_purchase_timestamp']);
    add(row['order_id'], 1, row['order_approved_at']);
    add(row['order_id'], 2, row['order_delivered_carrier_date']);
    add(row['order_id'], 3, row['order_delivered_customer_date']);
  }
  for (const row of rows('olist_order_reviews_dataset.csv')) add(row['order_id'], 4, row['review_answer_timestamp']);
  return [...steps.values()].map((list) => list.sort((a, b) => a.at - b.at || a.stage - b.stage));
}

/** The rows of each mart as texts, in no order. */
function rowsOf(data: string): Record<string, string[]> {
  return Object.fromEntries(
    MARTS.map((model) => [
      model,
      echolake('query', `select * from ${model}`, '--data', data, '--format', 'csv').split('\n').sort(),
    ]),
  );
}

/** Every file cut into pieces with the header on each, its rows in another order. Rows keep their text. */
function piecesOf(target: string): string[] {
  mkdirSync(target);
  return files.flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const read: { raw: string }[] = parse(text, { bom: true, raw: true });
    const [header = '', ...lines] = read.map(({ raw }) => (raw.endsWith('\n') ? raw : `${raw}\n`));
    const rows = shuffled(lines);
    return Array.from({ length: Math.ceil(rows.length / ROWS_A_PIECE) }, (_, piece) => {
      const path = join(target, `${piece}-${name}`);
      writeFileSync(path, header + rows.slice(piece * ROWS_A_PIECE, (piece + 1) * ROWS_A_PIECE).join(''));
      return path;
    });
  });
}

/** The same order on every run, and none that means anything. */
function shuffled<T>(list: readonly T[]): T[] {
  let state = 20_261_122;
  const keyed = list.map((value) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return { value, key: state };
  });
  return keyed.sort((a, b) => a.key - b.key).map(({ value }) => value);
}
