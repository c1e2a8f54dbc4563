import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { storyOf } from '../../../local/sample/day.ts';
import { sampleDrops } from '../../../local/sample/plan.ts';
import { OPEN_DAYS, truthOf } from '../../../local/sample/truth.ts';

/** Counted from the records alone, without asking how they were made. */
const options = { seed: 11, days: 60, endDate: '2026-11-20', scale: 0.04, stores: 12 };
const story = storyOf(options);
const truth = truthOf(story);
const sent = sampleDrops(options).flatMap(({ channel, records }) => [...records()].map((record) => ({ channel, record })));

function all<Schema extends z.ZodType>(channel: string, schema: Schema): z.output<Schema>[] {
  return sent.flatMap((one) => {
    const parsed = one.channel === channel ? schema.safeParse(one.record) : undefined;
    return parsed?.success === true ? [parsed.data] : [];
  });
}

const text = z.string().nullish();
const orders = all(
  'pos',
  z.object({
    order_id: z.string(),
    org_unit_id: z.string(),
    mode: z.enum(['dine_in', 'delivery']),
    status: z.string(),
    placed_at: z.string(),
    lines: z.array(z.object({ product_id: z.string() })),
    refunds: z.array(z.object({ reason: text })).optional(),
    visit: z.object({ arrived_at: z.string() }).optional(),
    customer: z.object({ member_id: text, cookie_id: text }),
  }),
);
const calls = all(
  'segment',
  z.object({
    type: z.literal('track'),
    event: z.string(),
    timestamp: z.string(),
    context: z.object({ sessionId: z.number() }),
    properties: z.object({ touchpoint: z.string(), order_id: text }),
  }),
);
const tickets = all('complaint', z.object({ order_id: z.string(), status: z.string() }));
const responses = all(
  'survey',
  z.object({
    type: z.literal('response'),
    status: z.string(),
    comment: text,
    answers: z.array(z.object({ metric: text, about: text, score: z.number() })),
  }),
);
const shanghaiDay = (instant: string) => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10);
const shanghaiHour = (instant: string) => new Date(Date.parse(instant) + 8 * 3_600_000).getUTCHours();

/** Stages of every instance, in the words of the journey, by order or by session. */
function instances(mode: 'dine_in' | 'delivery'): Set<string>[] {
  const found = new Map<string, Set<string>>();
  const into = (key: string, stage: string) => found.set(key, (found.get(key) ?? new Set()).add(stage));
  for (const order of orders.filter((one) => one.mode === mode)) {
    const isDone = order.status === 'completed';
    for (const stage of mode === 'dine_in' ? ['order', 'pay'] : ['order', 'wait']) into(order.order_id, stage);
    if (isDone) for (const stage of mode === 'dine_in' ? ['arrive', 'eat'] : ['receive']) into(order.order_id, stage);
  }
  const orderOf = new Map(
    calls.flatMap(({ context, properties }) =>
      properties.order_id == null ? [] : [[context.sessionId, properties.order_id] as const],
    ),
  );
  const stages: Readonly<Record<string, string>> = {
    dine_in_discover: 'discover',
    dine_in_reserve: 'reserve',
    dine_in_after: 'after',
    delivery_discover: 'discover',
    delivery_meal: 'eat',
    delivery_after_sales: 'after_sales',
  };
  for (const { context, properties } of calls) {
    const stage = stages[properties.touchpoint];
    if (stage !== undefined && properties.touchpoint.startsWith(mode))
      into(orderOf.get(context.sessionId) ?? String(context.sessionId), stage);
  }
  for (const { order_id } of tickets)
    if (found.get(order_id)?.has('pay') === (mode === 'dine_in')) into(order_id, mode === 'dine_in' ? 'after' : 'after_sales');
  return [...found.values()].filter((one) => one.has('order') || one.has('discover'));
}

describe('what is true, counted from the records', () => {
  test.each(['dine_in', 'delivery'] as const)('journey %s: instances, stages, paths', (mode) => {
    const counted = instances(mode).filter((one) => mode === 'dine_in' || !one.has('pay'));
    const { instances: count, stages, paths } = truth.journeys[mode];
    expect(counted.length).toBe(count);
    for (const [i, { stage, reached, converted }] of stages.entries()) {
      const there = counted.filter((one) => one.has(stage));
      expect(there.length, stage).toBe(reached);
      const next = stages[i + 1]?.stage;
      if (next !== undefined) expect(there.filter((one) => one.has(next)).length, `${stage} → ${next}`).toBe(converted);
    }
    for (const path of paths)
      expect(
        counted.filter((one) => one.size === path.stages.length && path.stages.every((stage) => one.has(stage))).length,
      ).toBe(path.count);
    const recent = paths.reduce((sum, path) => sum + path.recent, 0);
    expect(recent / count).toBeCloseTo(OPEN_DAYS / options.days, 1);
  });

  test('answers and their score', () => {
    const whole = responses.filter(({ status }) => status === 'completed');
    const scores = whole.flatMap(({ answers }) => answers.flatMap(({ metric, score }) => (metric === 'nps' ? [score] : [])));
    const share = (holds: (score: number) => boolean) => scores.filter(holds).length / scores.length;
    expect(truth.population.answered.n).toBe(whole.length);
    expect(truth.population.answered.nps).toBeCloseTo(100 * (share((one) => one >= 9) - share((one) => one <= 6)), 3);
  });

  test('orders of everybody', () => {
    expect(truth.population.orders.n).toBe(orders.filter(({ status }) => status === 'completed').length);
    const byMember = orders.filter(({ status, customer }) => status === 'completed' && customer.member_id != null);
    expect(truth.churn.causes[0]?.visits).toBeGreaterThanOrEqual(byMember.length);
  });

  test('orders that a planted cause touches', () => {
    const { slow_store, dish } = truth;
    const atLunch = orders.filter(
      ({ org_unit_id, visit }) =>
        org_unit_id === slow_store.store &&
        visit !== undefined &&
        shanghaiDay(visit.arrived_at) >= slow_store.since &&
        shanghaiHour(visit.arrived_at) >= 11 &&
        shanghaiHour(visit.arrived_at) < 14,
    );
    expect(slow_store.with.n).toBe(atLunch.length);
    const withDish = orders.filter(
      ({ status, placed_at, lines }) =>
        status === 'completed' &&
        shanghaiDay(placed_at) >= dish.since &&
        lines.some(({ product_id }) => product_id === dish.product_id),
    );
    expect(dish.with.n).toBe(withDish.length);
    expect(dish.with.n).toBeGreaterThan(50);
  });

  test('campaigns: touches and spend', () => {
    const touches = all('campaign', z.object({ type: z.literal('touch'), campaign_id: z.string() }));
    const spends = all('campaign', z.object({ type: z.literal('spend'), campaign_id: z.string(), amount: z.number() }));
    for (const { campaign_id, touches: count, spend } of truth.campaigns) {
      expect(touches.filter((one) => one.campaign_id === campaign_id).length, campaign_id).toBe(count);
      const sum = spends.filter((one) => one.campaign_id === campaign_id).reduce((total, { amount }) => total + amount, 0);
      expect(sum, campaign_id).toBeCloseTo(spend, 2);
    }
  });

  test('the campaign that wins nothing met nobody who orders', () => {
    const cookies = new Set(orders.flatMap(({ customer }) => customer.cookie_id ?? []));
    const touches = all('campaign', z.object({ campaign_id: z.string(), cookie_id: text, phone: text }));
    const reels = touches.filter(({ campaign_id }) => campaign_id === 'CMP-REELS');
    expect(reels.length).toBeGreaterThan(100);
    expect(reels.filter(({ cookie_id }) => cookie_id != null && cookies.has(cookie_id))).toEqual([]);
    expect(truth.campaigns.filter(({ wins, orders_after_touch }) => wins !== orders_after_touch > 0)).toEqual([]);
  });

  test('competitors by name', () => {
    const comments = responses.flatMap(({ comment }) => comment ?? []);
    for (const { name, name_en, mentions } of truth.competitors) {
      expect(mentions, name).toBe(comments.filter((one) => one.includes(name) || one.includes(name_en)).length);
      expect(mentions).toBeGreaterThan(0);
    }
  });

  test('pairs of members: what they share, and who is one person', () => {
    const members = all(
      'members',
      z.object({
        crm_id: z.string(),
        member_id: z.string(),
        phone: z.string(),
        unionid: text,
        device_id: text,
        joined_at: z.string(),
      }),
    );
    const byId = new Map(members.map((one) => [`members/${one.crm_id}`, one]));
    const kinds = new Set(truth.identities.map(({ household }) => household));
    expect([...kinds].sort()).toEqual(['recycled_phone', 'shared_device', 'shared_phone', 'two_accounts']);
    for (const { household, contacts, isOnePerson } of truth.identities) {
      const [one, other] = contacts.map((contact) => byId.get(contact));
      if (one === undefined || other === undefined) throw new Error(`${contacts.join(', ')} have no record`);
      expect(one.unionid === other.unionid, household).toBe(isOnePerson);
      expect(one.unionid, household).not.toBeNull();
      expect(one.phone === other.phone, household).toBe(household.endsWith('_phone'));
      expect(one.device_id === other.device_id && one.device_id !== null, household).toBe(household === 'shared_device');
      expect(one.member_id).not.toBe(other.member_id);
    }
  });

  test('rain brings more to the door', () => {
    const rainy = new Set(truth.rain.find(({ region }) => region === 'east')?.dates);
    const east = new Set(['S001', 'S010', 'S020', 'S030', 'S040']);
    const there = orders.filter(({ org_unit_id }) => east.has(org_unit_id));
    const delivered = (isRain: boolean) => {
      const days = there.filter(({ placed_at }) => rainy.has(shanghaiDay(placed_at)) === isRain);
      return days.filter(({ mode }) => mode === 'delivery').length / days.length;
    };
    expect(delivered(true)).toBeGreaterThan(delivered(false) + 0.04);
  });
});

describe('what is planted', () => {
  const lift = (effect: { with: { nps: number | null }; without: { nps: number | null } }) =>
    (effect.with.nps ?? 0) - (effect.without.nps ?? 0);

  test('hurts or helps those it touches', () => {
    expect(lift(truth.slow_store)).toBeLessThan(-15);
    expect(lift(truth.packaging)).toBeLessThan(-20);
    expect(lift(truth.dish)).toBeLessThan(-20);
    const [works, nothing, trend] = truth.initiatives;
    if (works === undefined || nothing === undefined || trend === undefined) throw new Error('three initiatives are planted');
    expect(lift(works)).toBeGreaterThan(10);
    expect([lift(nothing), lift(trend)]).toEqual([0, 0]);
  });

  test('raw scores are too high: happy members answer more', () => {
    const { orders: everybody, answered } = truth.population;
    expect(answered.nps ?? 0).toBeGreaterThan((everybody.nps ?? 0) + 2);
  });

  test('members leave for the causes, each as often as was planted', () => {
    for (const { cause, hazard, visits, lost } of truth.churn.causes) {
      if (cause === 'any_visit') continue;
      expect(lost / visits, cause).toBeGreaterThan(hazard / 2);
      expect(lost / visits, cause).toBeLessThan(3 * hazard);
    }
  });
});
