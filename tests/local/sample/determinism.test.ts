import { describe, expect, test } from 'vitest';
import { sampleDay } from '../../../local/sample/day.ts';
import { sampleDrops } from '../../../local/sample/plan.ts';
import { digestOf, SMALL } from './sample.ts';

const digests = (options = SMALL) =>
  sampleDrops(options).map((drop) => `${drop.name} ${drop.receivedAt} ${digestOf(drop.records())}`);

describe('equal options', () => {
  test('give equal bytes, drop for drop', () => {
    expect(digests()).toEqual(digests());
  });

  test('give a day made alone the records it has in sequence, also after another story was told', () => {
    const inSequence = sampleDrops(SMALL)
      .filter((drop) => drop.name.endsWith('2026-11-01') && (drop.channel === 'pos' || drop.channel === 'survey'))
      .map((drop) => digestOf(drop.records()));
    for (const _ of sampleDay({ ...SMALL, seed: 8, day: 3 }).pos) break;
    const alone = sampleDay({ ...SMALL, day: 70 });
    expect([digestOf(alone.pos), digestOf(alone.survey)]).toEqual(inSequence);
  });
});

describe('other options', () => {
  test('another seed gives other orders of the same stores', () => {
    const [here, there] = [digests(), digests({ ...SMALL, seed: 8 })];
    expect(there[0]).toBe(here[0]);
    const told = there.slice(1).filter((digest) => !/^(programme|campaign)/.test(digest) && !digest.endsWith(digestOf([])));
    expect(told.length).toBeGreaterThan(400);
    expect(told.filter((digest) => here.includes(digest))).toEqual([]);
  });

  test('one day is a whole sample', () => {
    const drops = sampleDrops({ ...SMALL, days: 1 });
    expect(drops.map((drop) => drop.name)).toEqual([
      'org',
      'members-founding',
      'members-lapsed-1',
      'members-lapsed-2',
      'members-lapsed-3',
      'members-lapsed-4',
      'members-2026-11-20',
      'pos-2026-11-20',
      'survey-2026-11-20',
      'segment-2026-11-20',
      'complaint-2026-11-20',
      'campaign-2026-11-20',
      'referral-2026-11-20',
      'programme-2026-11-20',
    ]);
    expect([...(drops[7]?.records() ?? [])].length).toBeGreaterThan(40);
  });

  test('a wrong end date is named', () => {
    expect(() => sampleDrops({ ...SMALL, endDate: 'yesterday' })).toThrow('expected an end date like 2026-11-20, not yesterday');
  });
});
