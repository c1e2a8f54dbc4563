import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterQuiet, decide, isSampled, type Send, type Trigger } from '../../../lambdas/invite/decide.ts';
import { type ListeningRules, parseRules } from '../../../lambdas/shared/listening-rules.ts';
import type { Person } from '../../../lambdas/shared/ports.ts';
import { RULES } from './rules.ts';

const rules = parseRules(RULES, 'listening.yml');
/** 20:00 in Shanghai. */
const NOW = new Date('2026-11-05T12:00:00Z');
const MINUTE = 60_000;
const DAY = 86_400_000;

const trigger = (fields: Trigger['fields'] = {}, occurredAt = NOW.toISOString()): Trigger => ({
  table: 'payment',
  eventId: 'pos/P-1',
  occurredAt,
  fields: { touchpoint: 'dine_in_pay', amount: 128, ...fields },
});
const person: Person = { details: { phone: '8613800001234' }, attributes: { can_contact: true, member_tier: 'gold' } };
const everybody = (change: Partial<ListeningRules['rules'][number]> = {}): ListeningRules => ({
  ...rules,
  rules: rules.rules.map((rule) => ({ ...rule, share: 1, ...change })),
});
const outcome = (
  of: Trigger = trigger(),
  who: Person = person,
  sends: readonly Send[] = [],
  by: ListeningRules = everybody(),
  now = NOW,
) => {
  const decision = decide(of, by, who, sends, now);
  if (decision === null) return null;
  return 'skip' in decision ? decision.skip : { rule: decision.rule.name, ...decision.send };
};
const sentAt = (at: number, inviteId = 'another'): Send => ({ inviteId, at });

describe('a customer', () => {
  test('is asked after the delay, by the first way there is a detail for', () => {
    expect(outcome()).toEqual({ rule: 'dine_in', via: 'sms', at: NOW.getTime() + 20 * MINUTE });
    const onWechat: Person = { ...person, details: { openid: 'oX', phone: '1' } };
    expect(outcome(trigger(), onWechat)).toMatchObject({ via: 'wechat' });
  });

  test('is not asked, with the reason', () => {
    expect(outcome(trigger({ amount: 5 }))).toBe('not_in_segment');
    expect(outcome(trigger({}, '2026-11-03T11:00:00Z'))).toBe('too_late');
    expect(outcome(trigger(), { ...person, attributes: { can_contact: false } })).toBe('no_consent');
    expect(outcome(trigger(), { ...person, details: {} })).toBe('no_contact_details');
    expect(outcome(trigger(), { ...person, details: { email: 'mei@example.com' } })).toBe('no_contact_details');
    expect(outcome(trigger(), person, [], everybody({ share: 0 }))).toBe('not_sampled');
    expect(outcome(trigger(), person, [sentAt(NOW.getTime() - 3 * DAY)])).toBe('contacted_recently');
    expect(outcome(trigger({ touchpoint: 'queueing' }))).toBeNull();
  });

  test('must have agreed where a rule asks for that, and not only not have refused', () => {
    const unknown: Person = { ...person, attributes: {} };
    expect(outcome(trigger(), unknown)).toMatchObject({ via: 'sms' });
    expect(outcome(trigger(), unknown, [], everybody({ consent: 'given' }))).toBe('no_consent');
    expect(outcome(trigger(), person, [], everybody({ consent: 'given' }))).toMatchObject({ via: 'sms' });
  });

  test('of a narrower segment falls under its rule', () => {
    const of = { ...trigger({ amount: 900 }), fields: { touchpoint: 'dine_in_pay', amount: 900 } };
    expect(outcome(of, person)).toMatchObject({ rule: 'dine_in_gold' });
    expect(outcome(of, { ...person, attributes: { member_tier: 'silver' } })).toMatchObject({ rule: 'dine_in' });
  });
});

describe('limits', () => {
  const at = NOW.getTime() + 20 * MINUTE;
  test.each([
    ['a week and a minute before', at - 7 * DAY, { rule: 'dine_in', via: 'sms', at }],
    ['just within the week before', at - 7 * DAY + 1, 'contacted_recently'],
    ['just within the week after', at + 7 * DAY - 1, 'contacted_recently'],
    ['a week after', at + 7 * DAY, { rule: 'dine_in', via: 'sms', at }],
  ])('another survey %s', (_, other, expected) => {
    expect(outcome(trigger(), person, [sentAt(other)])).toEqual(expected);
  });

  test('by attribute hold for those only, and an exempt survey minds none', () => {
    const monthAgo = [8, 9].map((days) => sentAt(at - days * DAY, `other-${days}`));
    expect(outcome(trigger(), person, monthAgo)).toMatchObject({ rule: 'dine_in' });
    const silver: Person = { ...person, attributes: { can_contact: true, member_tier: 'silver' } };
    expect(outcome(trigger(), silver, monthAgo)).toBe('contacted_recently');
    const exempt = everybody({ exempt_from: ['week', 'month'] });
    expect(outcome(trigger(), silver, [...monthAgo, sentAt(at - DAY)], exempt)).toMatchObject({ rule: 'dine_in' });
  });

  test('no stretch of time of that length ever has more, whatever comes in whatever order', () => {
    const step = fc.record({
      after: fc.integer({ min: 0, max: 3 * DAY }),
      late: fc.integer({ min: 0, max: 2 * DAY }),
      delay: fc.integer({ min: 0, max: 5 * DAY }),
    });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 10 * DAY }),
        (steps, atMost, within) => {
          const limits = [{ name: 'any', at_most: atMost, within, when: {} }];
          const sends: Send[] = [];
          let now = NOW.getTime();
          for (const [i, { after, late, delay }] of steps.entries()) {
            now += after;
            const of = { ...trigger({}, new Date(now - late).toISOString()), eventId: `pos/P-${i}` };
            const decision = decide(of, { ...everybody({ delay }), limits }, person, sends, new Date(now));
            if (decision !== null && 'send' in decision) sends.push({ inviteId: decision.inviteId, at: decision.send.at });
          }
          for (const { at: from } of sends) {
            expect(sends.filter(({ at: other }) => other >= from && other < from + within).length).toBeLessThanOrEqual(atMost);
          }
          if (steps.length > 0 && steps.every(({ late }) => late < 2 * DAY)) expect(sends.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('do not stop an event that is delivered again: it comes to the same invite at the same time', () => {
    const first = decide(trigger(), everybody(), person, [], NOW);
    if (first === null || !('send' in first)) throw new Error('an invite expected');
    const again = decide(trigger(), everybody(), person, [sentAt(first.send.at, first.inviteId)], new Date(NOW.getTime() + DAY));
    expect(again).toEqual(first);
  });
});

describe('the draw', () => {
  test('takes its share of any events, and the same ones each time', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.string(), share, (prefix, part) => {
        const draw = () => Array.from({ length: 4_000 }, (_, i) => isSampled({ name: 'dine_in', share: part }, `${prefix}${i}`));
        const taken = draw();
        expect(draw()).toEqual(taken);
        const mean = taken.filter(Boolean).length / taken.length;
        expect(Math.abs(mean - part)).toBeLessThan(5 * Math.sqrt(0.25 / taken.length));
      }),
      { numRuns: 20 },
    );
  });

  test('who is in a smaller share is in a larger one, and rules draw apart', () => {
    const ids = Array.from({ length: 2_000 }, (_, i) => `pos/P-${i}`);
    const drawn = (name: string, share: number) => new Set(ids.filter((id) => isSampled({ name, share }, id)));
    const [small, large, other] = [drawn('a', 0.2), drawn('a', 0.5), drawn('b', 0.5)];
    expect([...small].every((id) => large.has(id))).toBe(true);
    const both = [...large].filter((id) => other.has(id)).length;
    expect(both / ids.length).toBeGreaterThan(0.2);
    expect(both / ids.length).toBeLessThan(0.3);
  });
});

describe('quiet hours', () => {
  const night = { from: '21:30', to: '09:00', zone: 'Asia/Shanghai', instead: 'wait' } as const;
  test.each([
    ['2026-11-05T13:29:00Z', '2026-11-05T13:29:00.000Z'],
    ['2026-11-05T13:30:00Z', '2026-11-06T01:00:00.000Z'],
    ['2026-11-05T17:00:00Z', '2026-11-06T01:00:00.000Z'],
    ['2026-11-06T00:59:59Z', '2026-11-06T01:00:00.000Z'],
    ['2026-11-06T01:00:00Z', '2026-11-06T01:00:00.000Z'],
  ])('%s waits until %s', (at, until) => {
    expect(new Date(afterQuiet(Date.parse(at), night)).toISOString()).toBe(until);
  });

  test('at noon, and on the night the clocks go forward', () => {
    const noon = { ...night, from: '12:00', to: '14:00' };
    expect(new Date(afterQuiet(Date.parse('2026-11-05T05:00:00Z'), noon)).toISOString()).toBe('2026-11-05T06:00:00.000Z');
    const paris = { from: '22:00', to: '02:30', zone: 'Europe/Paris', instead: 'wait' } as const;
    expect(new Date(afterQuiet(Date.parse('2026-03-28T22:30:00Z'), paris)).toISOString()).toBe('2026-03-29T01:30:00.000Z');
  });

  test('are never written into, at any time in any zone', () => {
    const zone = fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe');
    const clock = fc.tuple(fc.nat(23), fc.nat(59)).map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
    const moment = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-01-01') });
    fc.assert(
      fc.property(moment, clock, clock, zone, (at, from, to, where) => {
        const hours = { from, to, zone: where, instead: 'wait' } as const;
        const sent = afterQuiet(at, hours);
        expect(sent).toBeGreaterThanOrEqual(at);
        expect(sent - at).toBeLessThanOrEqual(25 * 3_600_000);
        expect(afterQuiet(sent, hours)).toBe(sent);
      }),
    );
  });

  test('may skip instead of wait', () => {
    const late = { ...trigger(), occurredAt: '2026-11-05T13:30:00Z' };
    const now = new Date('2026-11-05T13:30:00Z');
    expect(outcome(late, person, [], everybody(), now)).toMatchObject({ at: Date.parse('2026-11-06T01:00:00Z') });
    const skipping = everybody({ quiet: { from: '21:30', to: '09:00', zone: 'Asia/Shanghai', instead: 'skip' } });
    expect(outcome(late, person, [], skipping, now)).toBe('quiet_hours');
  });
});
