import { describe, expect, it } from 'vitest';
import { strengthOf } from '../../dashboard/src/manager/heat-tile.tsx';
import { rank } from '../../dashboard/src/manager/rank.ts';
import { scaleOf, testAll } from '../../dashboard/src/scores/pairs.ts';
import { farthestBelow } from '../../dashboard/src/executive/shortfall.ts';
import { volumeByWeek } from '../../dashboard/src/executive/volume.ts';
import { cesOf, csatOf, npsOf } from '../../dashboard/src/scores/reading.ts';
import { invitesIn } from '../../dashboard/src/scores/scope.ts';
import { type Target, targetOn } from '../../dashboard/src/scores/targets.ts';
import { inJourneyOrder, touchpointName } from '../../dashboard/src/scores/touchpoints.ts';
import { scoreOf } from '../../dashboard/src/scores/voice.tsx';
import { fromBounds, type Reading } from '../../dashboard/src/statistics/estimate.ts';
import { zh } from '../../dashboard/src/i18n/zh.ts';

const reading = (value: number, se: number, n = 400): Reading => ({
  n,
  estimate: fromBounds(value, value - 1.96 * se, value + 1.96 * se, n),
});
const tooFew: Reading = { n: 6, estimate: null };

describe('readings', () => {
  it('keep the n of a hidden value', () => {
    expect(npsOf({ nps: null, nps_low: null, nps_high: null, nps_n: 6 })).toEqual(tooFew);
    expect(npsOf(undefined)).toEqual({ n: 0, estimate: null });
  });

  it('show ratios in per cent', () => {
    const { estimate } = csatOf({ csat: 0.8, csat_low: 0.71, csat_high: 0.87, csat_n: 100 });
    expect(estimate).toMatchObject({ value: 80, low: 71, high: 87, n: 100 });
    expect(estimate?.se).toBeCloseTo(4, 9);
  });

  it('have no effort where nobody was asked', () => {
    expect(cesOf({ ces: null, ces_low: null, ces_high: null, ces_n: 0 })).toEqual({ n: 0, estimate: null });
    expect(cesOf({ ces: 0.823, ces_low: 0.807, ces_high: 0.839, ces_n: 2190 }).estimate?.value).toBeCloseTo(82.3, 9);
  });
});

describe('changes of many units', () => {
  it('stand only after Holm over those that could be tested', () => {
    const pairs = [
      { key: 'far', now: reading(60, 3), before: reading(30, 3) },
      { key: 'near', now: reading(36, 2), before: reading(30, 2) },
      { key: 'new', now: reading(60, 3), before: tooFew },
    ];
    expect(testAll(pairs).map(({ key, stands }) => [key, stands])).toEqual([
      ['far', true],
      ['near', true],
      ['new', false],
    ]);
    const many = [
      ...pairs,
      ...Array.from({ length: 5 }, (_, k) => ({ key: `level ${k}`, now: reading(30, 2), before: reading(30, 2) })),
    ];
    expect(testAll(many).map(({ stands }) => stands)).toEqual([true, false, false, false, false, false, false, false]);
  });

  it('share one axis that no small difference fills', () => {
    const scale = scaleOf([{ key: 1, now: reading(12.9, 0.1), before: reading(13, 0.1) }], { floor: 0, ceiling: 100 });
    expect(scale.max - scale.min).toBeGreaterThanOrEqual(6);
    expect(scale.ticks[0]).toBe(scale.min);
    expect(scale.ticks.at(-1)).toBe(scale.max);
  });
});

describe('targets', () => {
  const target = (value: number, from: string, to: string | null = null, touchpoint = 'all'): Target => ({
    touchpoint,
    value,
    from,
    to,
  });
  const targets = [
    target(36, '2026-01-01', '2026-06-30'),
    target(40, '2026-04-01'),
    target(85, '2026-01-01', null, 'dine_in_meal'),
  ];

  it('hold from their first to their last day, both included', () => {
    const only = [target(36, '2026-01-01', '2026-06-30')];
    expect(['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'].map((day) => targetOn(only, day))).toEqual([
      null,
      36,
      36,
      null,
    ]);
  });

  it('give way to one that begins later', () => {
    expect(['2026-03-31', '2026-04-01'].map((day) => targetOn(targets, day))).toEqual([36, 40]);
    expect(targetOn([...targets].reverse(), '2026-04-01')).toBe(40);
  });

  it('are not handed down from all touchpoints to one', () => {
    expect(targetOn(targets, '2026-05-01', 'dine_in_meal')).toBe(85);
    expect(targetOn(targets, '2026-05-01', 'delivery_meal')).toBeNull();
  });
});

describe('the stage that is farthest below its target', () => {
  const stage = (key: string, value: number, se: number) => ({
    key,
    now: reading(value, se),
    before: tooFew,
    change: null,
    stands: false,
  });
  const aim = (touchpoint: string) => ({ wait: 85, meal: 85, arrival: 80 })[touchpoint] ?? null;

  it('is below it with its whole interval, by most points', () => {
    const found = farthestBelow([stage('meal', 82, 1), stage('wait', 78, 1), stage('arrival', 70, 8)], aim);
    expect(found).toMatchObject({ touchpoint: 'wait', target: 85, estimate: { value: 78 } });
  });

  it('is none when the intervals reach their targets, or nothing is targeted or scored', () => {
    expect(farthestBelow([stage('wait', 84, 1), stage('pay', 20, 1)], aim)).toBeNull();
    expect(farthestBelow([{ key: 'wait', now: tooFew, before: tooFew, change: null, stands: false }], aim)).toBeNull();
  });
});

describe('orders and revenue by week', () => {
  const row = (day: string, currency: string, order_count: number, revenue_amount: number | null) => ({
    day,
    currency,
    order_count,
    revenue_amount,
  });

  it('add orders of all currencies, but never their amounts', () => {
    const volume = volumeByWeek([
      row('2026-11-09', 'BRL', 10, 500),
      row('2026-11-02', 'CNY', 100, 6000),
      row('2026-11-09', 'CNY', 90, 5400),
      row('2026-11-09', 'XXX', 2, null),
    ]);
    expect(volume.currencies).toEqual(['CNY', 'BRL']);
    expect(volume.weeks).toEqual([
      { day: '2026-11-02', values: [100, 6000, 0] },
      { day: '2026-11-09', values: [102, 5400, 500] },
    ]);
  });
});

describe('ranking of stores', () => {
  const store = (id: string, value: number, se = 4) => ({ id, name: id, reading: reading(value, se) });

  it('parts those that truly differ from the rest of the region', () => {
    const level = Array.from({ length: 10 }, (_, k) => store(`m${k}`, 38 + (k % 5)));
    const ranking = rank([...level, store('best', 75), store('worst', 5), { id: 'small', name: 'small', reading: tooFew }]);
    expect(ranking?.above.map(({ id }) => id)).toEqual(['best']);
    expect(ranking?.below.map(({ id }) => id)).toEqual(['worst']);
    expect(ranking?.level).toHaveLength(10);
    expect(ranking?.hiddenCount).toBe(1);
  });

  it('shrinks each toward the region, and puts the best first', () => {
    const ranking = rank([store('a', 30), store('b', 60), store('c', 45)]);
    const all = [...(ranking?.above ?? []), ...(ranking?.level ?? []), ...(ranking?.below ?? [])];
    expect(all.map(({ id }) => id)).toEqual(['b', 'c', 'a']);
    expect(all[0]?.shrunk.value).toBeLessThan(60);
    expect(ranking?.region).toBeCloseTo(45, 9);
  });

  it('has nothing to say of fewer than two', () => {
    expect(rank([])).toBeNull();
    expect(rank([store('a', 30), { id: 'b', name: 'b', reading: tooFew }])).toBeNull();
  });
});

describe('heat', () => {
  it.each([
    [2.9, 1],
    [-3, 2],
    [5.9, 2],
    [6, 3],
  ])('of a difference of %d is %d', (points, strength) => {
    expect(strengthOf(points)).toBe(strength);
  });
});

describe('touchpoints', () => {
  it('follow the journey, unknown ones last', () => {
    const mixed = ['zz', 'delivery_meal', 'dine_in_pay', 'delivery_order', 'aa', 'dine_in_order'];
    expect(mixed.sort(inJourneyOrder)).toEqual(['dine_in_order', 'dine_in_pay', 'delivery_order', 'delivery_meal', 'aa', 'zz']);
  });

  it('show their id when they have no name yet', () => {
    expect(touchpointName(zh, 'dine_in_wait')).toBe('等位');
    expect(touchpointName(zh, 'kiosk_pay')).toBe('kiosk pay');
  });
});

it('what was asked of customers counts once they had three days to answer', () => {
  expect(invitesIn({ lastDay: '2026-11-22', period: 7 })).toEqual({
    span: { from: '2026-11-13', to: '2026-11-19' },
    prior: { from: '2026-11-06', to: '2026-11-12' },
  });
});

describe('the score of a voice', () => {
  const row = (nps: string | null, csat: string | null, top: string | null = '5') => ({
    nps_score: nps,
    csat_score: csat,
    csat_scale_max: top,
  });

  it.each([
    [row('6', '5'), 6, 10, 'low'],
    [row('7', null), 7, 10, 'mid'],
    [row('9', null), 9, 10, 'high'],
    [row('7', '2'), 2, 5, 'low'],
    [row('7', '3'), 7, 10, 'mid'],
    [row('6', '2'), 6, 10, 'low'],
    [row(null, '2'), 2, 5, 'low'],
    [row(null, '3'), 3, 5, 'mid'],
    [row(null, '4'), 4, 5, 'high'],
    [row(null, '5', '7'), 5, 7, 'mid'],
    [row(null, '6', '7'), 6, 7, 'high'],
  ])('%j is %d of %d, %s', (from, value, top, band) => {
    expect(scoreOf(from)).toEqual({ value, top, band });
  });

  it('is none when nothing was scored', () => {
    expect(scoreOf(row(null, null))).toBeNull();
  });
});
