import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sampleDrops } from '../../../local/sample/plan.ts';
import { SMALL } from './sample.ts';

const orderSchema = z.object({
  type: z.literal('order'),
  mode: z.string(),
  status: z.string(),
  placed_at: z.string(),
  lines: z.array(z.unknown()),
  refunds: z.array(z.unknown()).optional(),
  visit: z.object({ arrived_at: z.string(), seated_at: z.string() }).optional(),
  delivery: z.object({ promised_at: z.string(), delivered_at: z.string().nullable() }).optional(),
  order_id: z.string(),
});
const inviteSchema = z.object({
  type: z.literal('invite'),
  invite_id: z.string(),
  status: z.string(),
  skip_reason: z.string().optional(),
  customer: z.record(z.string(), z.string()),
  decided_at: z.string(),
});
const responseSchema = z.object({
  type: z.literal('response'),
  status: z.string(),
  touchpoint: z.string(),
  order_id: z.string(),
  comment: z.string().nullable(),
  answers: z.array(z.object({ metric: z.string().optional(), score: z.number() })),
});

const drops = sampleDrops(SMALL);
const sent = drops.flatMap((drop) => [...drop.records()]);
const all = <Schema extends z.ZodType>(schema: Schema) =>
  sent.flatMap((record) => {
    const parsed = schema.safeParse(record);
    return parsed.success ? [parsed.data] : [];
  });
const orders = all(orderSchema);
const invites = all(inviteSchema);
const responses = all(responseSchema);
const share = <Item>(items: readonly Item[], holds: (item: Item) => boolean) => items.filter(holds).length / items.length;
const score = (response: z.infer<typeof responseSchema>, metric: string) =>
  response.answers.find((answer) => answer.metric === metric)?.score;
const csat = (items: typeof responses) =>
  share(
    items.filter((one) => score(one, 'csat') !== undefined),
    (one) => (score(one, 'csat') ?? 0) >= 4,
  );
const nps = (items: typeof responses) => {
  const asked = items.filter((one) => score(one, 'nps') !== undefined);
  return 100 * (share(asked, (one) => (score(one, 'nps') ?? 0) >= 9) - share(asked, (one) => (score(one, 'nps') ?? 0) <= 6));
};
const about = (touchpoint: string) => responses.filter((one) => one.touchpoint.startsWith(touchpoint));

describe('the size of the sample', () => {
  test('scales to about 300,000 orders and 100,000 responses in 90 days', () => {
    expect(orders.length).toBeGreaterThan(0.02 * 270_000);
    expect(orders.length).toBeLessThan(0.02 * 330_000);
    expect(responses.length).toBeGreaterThan(0.02 * 85_000);
    expect(responses.length).toBeLessThan(0.02 * 115_000);
    expect(all(z.object({ type: z.literal('member') })).length).toBe(6000);
  });

  test('has 1.8 lines an order, and few refunds', () => {
    const lines = orders.reduce((sum, order) => sum + order.lines.length, 0);
    expect(lines / orders.length).toBeCloseTo(1.8, 0);
    expect(share(orders, (order) => order.refunds !== undefined)).toBeLessThan(0.05);
  });
});

describe('what happens in it', () => {
  test('people eat at noon and in the evening, most of all at weekends', () => {
    const hours = orders.map((order) => (Number(order.placed_at.slice(11, 13)) + 8) % 24);
    expect(share(hours, (hour) => (hour >= 11 && hour < 14) || (hour >= 17 && hour < 21))).toBeGreaterThan(0.7);
    const weekend = share(orders, (order) => [0, 6].includes(new Date(Date.parse(order.placed_at) + 8 * 3_600_000).getUTCDay()));
    expect(weekend).toBeGreaterThan(0.32);
    expect(weekend).toBeLessThan(0.42);
  });

  test('delivery pleases less than the table', () => {
    expect(nps(about('dine_in'))).toBeGreaterThan(nps(about('delivery')) + 5);
    expect(nps(about('dine_in'))).toBeGreaterThan(25);
    expect(nps(about('dine_in'))).toBeLessThan(65);
    expect(csat(responses)).toBeGreaterThan(0.7);
    expect(csat(responses)).toBeLessThan(0.92);
  });

  test('late deliveries and long waits score lower', () => {
    const late = new Set(
      orders.filter((one) => (one.delivery?.delivered_at ?? '') > (one.delivery?.promised_at ?? '~')).map((one) => one.order_id),
    );
    const arrivals = about('delivery_arrival');
    expect(csat(arrivals.filter((one) => !late.has(one.order_id)))).toBeGreaterThan(
      csat(arrivals.filter((one) => late.has(one.order_id))) + 0.1,
    );
    const long = new Set(
      orders
        .filter(
          (one) => one.visit !== undefined && Date.parse(one.visit.seated_at) - Date.parse(one.visit.arrived_at) > 12 * 60_000,
        )
        .map((one) => one.order_id),
    );
    const waits = about('dine_in_wait');
    expect(csat(waits.filter((one) => !long.has(one.order_id)))).toBeGreaterThan(
      csat(waits.filter((one) => long.has(one.order_id))) + 0.05,
    );
  });

  test('a third of those who answer write something, seldom the same', () => {
    const comments = responses.flatMap((one) => (one.status === 'completed' ? [one.comment] : []));
    const written = comments.filter((comment) => comment !== null);
    expect(written.length / comments.length).toBeCloseTo(0.35, 1);
    expect(new Set(written).size / written.length).toBeGreaterThan(0.7);
    expect(written.filter((comment) => /[{}|]|undefined|，，|。，/.test(comment))).toEqual([]);
  });
});

describe('the listening rule', () => {
  const THIRTY_DAYS = 30 * 86_400_000;
  const key = (customer: Record<string, string>) => customer.member_id ?? customer.phone;

  test('asks no one twice within 30 days, whatever identifier the order carried', () => {
    const phones = all(z.object({ type: z.literal('member'), phone: z.string(), member_id: z.string() }));
    const memberOf = new Map(
      phones.flatMap(
        (one) =>
          [
            [one.phone, one.member_id],
            [one.member_id, one.member_id],
          ] as const,
      ),
    );
    const asked = new Map<string, Map<string, number>>();
    for (const invite of invites.filter((one) => one.status !== 'skipped')) {
      const member = memberOf.get(key(invite.customer) ?? '');
      if (member === undefined) continue;
      const times = asked.get(member) ?? new Map<string, number>();
      asked.set(member, times.set(invite.invite_id, Date.parse(invite.decided_at)));
    }
    const gaps = [...asked.values()].flatMap((times) => {
      const sorted = [...times.values()].sort((a, b) => a - b);
      return sorted.slice(1).map((time, i) => time - (sorted[i] ?? 0));
    });
    expect(gaps.length).toBeGreaterThan(100);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(THIRTY_DAYS);
  });

  test('says why it left someone out', () => {
    const reasons = new Set(invites.filter((one) => one.status === 'skipped').map((one) => one.skip_reason));
    expect([...reasons].sort()).toEqual(['contacted_recently', 'no_consent', 'not_sampled']);
  });
});
