import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Built, builtFrom } from './house.ts';

let number = 0;

interface Answers {
  readonly nps?: number;
  readonly csat?: readonly [score: number, scaleMax: number];
  readonly ces?: readonly [score: number, version: 'v1' | 'v2'];
  readonly status?: string;
  readonly invite?: string;
}

function response(store: string, { nps, csat, ces, status = 'completed', invite }: Answers) {
  return {
    type: 'response',
    response_id: `R${number++}`,
    survey_id: 's',
    status,
    org_unit_id: store,
    touchpoint: 'dine_in_meal',
    completed_at: '2026-11-05T12:00:00+08:00',
    ...(invite !== undefined && { invite_id: invite }),
    answers: [
      ...(nps === undefined ? [] : [{ question_id: 'n', metric: 'nps', score: nps }]),
      ...(csat === undefined ? [] : [{ question_id: 'c', metric: 'csat', score: csat[0], scale_max: csat[1] }]),
      ...(ces === undefined ? [] : [{ question_id: 'e', metric: 'ces', score: ces[0], ces_version: ces[1] }]),
    ],
  };
}

const times = (count: number, make: (i: number) => object) => Array.from({ length: count }, (_, i) => make(i));
const invite = (id: string, status: string, sentBy = 'sms') => ({
  type: 'invite',
  invite_id: id,
  survey_id: 's',
  status,
  sent_by: sentBy,
  org_unit_id: 'W',
  touchpoint: 'dine_in_meal',
  decided_at: '2026-11-05T12:00:00+08:00',
});

let built: Built;
beforeAll(async () => {
  built = await builtFrom({
    survey: [
      ...[9, 10, 9, 7, 8, 0].map((nps) => response('shares', { nps })),
      ...[0, 6, 7, 8, 9, 10].map((nps) => response('bounds', { nps })),
      ...(
        [
          [3, 5],
          [4, 5],
          [5, 7],
          [6, 7],
        ] as const
      ).map((csat) => response('boxes', { csat })),
      ...times(259, (i) => response('wilson259', { csat: [i < 209 ? 5 : 1, 5] })),
      ...times(143, (i) => response('wilson143', { csat: [i < 118 ? 5 : 1, 5] })),
      ...(
        [
          [4, 'v2'],
          [5, 'v2'],
          [5, 'v1'],
        ] as const
      ).map((ces) => response('effort', { ces })),
      response('silent', { status: 'partial' }),
      response('gone', { nps: 0, status: 'dismissed' }),
      ...['sent', 'delivered', 'opened', 'opened'].map((status, i) => invite(`I${i}`, status)),
      invite('I-bounced', 'bounced'),
      invite('I-skipped', 'skipped'),
      response('W', { nps: 9, invite: 'I3' }),
      response('W', { nps: 9, invite: 'I2', status: 'partial' }),
      response('W', { nps: 9, invite: 'I-bounced' }),
    ],
  });
}, 60_000);
afterAll(() => built.close());

const score = async (store: string) => (await built.rows(`select * from score_daily where org_unit_id = '${store}'`))[0];

test('shares of a half, a third and a sixth give an NPS of 33.33 and a variance of five ninths', async () => {
  const row = await score('shares');
  expect(row).toMatchObject({ nps_n: 6n, promoter_count: 3n, passive_count: 2n, detractor_count: 1n });
  expect(row?.nps).toBeCloseTo(33.333333, 5);
  const margin = 1.96 * 100 * Math.sqrt(5 / 9 / 6);
  expect(row?.nps_low).toBeCloseTo(33.333333 - margin, 5);
  expect(row?.nps_high).toBeCloseTo(33.333333 + margin, 5);
});

test('0 and 6 detract, 7 and 8 do neither, 9 and 10 promote', async () => {
  expect(await score('bounds')).toMatchObject({ detractor_count: 2n, passive_count: 2n, promoter_count: 2n, nps: 0 });
});

test('the two top boxes are those of the scale that was asked', async () => {
  expect(await score('boxes')).toMatchObject({ csat_n: 4n, csat_top_count: 2n, csat: 0.5 });
});

test('Wilson’s lower bounds are the published ones', async () => {
  expect((await score('wilson259'))?.csat_low).toBeCloseTo(0.7545, 4);
  expect((await score('wilson143'))?.csat_low).toBeCloseTo(0.7546, 4);
});

test('effort counts in version 2 only, and is easy from 5 on', async () => {
  expect(await score('effort')).toMatchObject({ ces_n: 2n, ces_easy_count: 1n });
});

test('no answer is no score, and a dismissed survey is no feedback', async () => {
  expect(await score('silent')).toMatchObject({
    response_count: 1n,
    nps_n: 0n,
    nps: null,
    nps_low: null,
    csat: null,
    csat_high: null,
  });
  expect(await score('gone')).toBeUndefined();
});

test('the summary of a channel is made of the same answers', async () => {
  const [summary] = await built.rows(`select nps_n, csat_n, csat_top_count from score_summary`);
  const [sum] = await built.rows(
    `select cast(sum(nps_n) as bigint) as nps_n, cast(sum(csat_n) as bigint) as csat_n, cast(sum(csat_top_count) as bigint) as csat_top_count from score_daily`,
  );
  expect(summary).toEqual(sum);
});

test('delivered is sent without bounced and skipped; answered is completed', async () => {
  const [row] = await built.rows(`select * from invite_daily where org_unit_id = 'W'`);
  expect(row).toMatchObject({
    invite_count: 6n,
    skipped_count: 1n,
    bounced_count: 1n,
    delivered_count: 4n,
    opened_count: 2n,
    completed_count: 1n,
  });
  expect(row?.response_ratio).toBe(0.25);
});
