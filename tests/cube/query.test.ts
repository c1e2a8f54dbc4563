import { describe, expect, it } from 'vitest';
import { dependsOnToday, isDate, membersOf, readQuery } from '../../cube/query.ts';

describe('membersOf', () => {
  it('finds a member in every place and cuts granularities off', () => {
    const query = readQuery({
      measures: ['v.a'],
      dimensions: ['v.b.day'],
      segments: ['v.c'],
      timeDimensions: [{ dimension: 'v.d', granularity: 'day' }],
      filters: [
        { or: [{ member: 'v.e', operator: 'set' }, { and: [{ dimension: 'v.f', operator: 'equals', values: ['x.y'] }] }] },
      ],
      order: { 'v.g': 'asc', 'v.h.month': 'desc' },
    });
    expect(Array.from(membersOf(query)).toSorted()).toEqual(['v.a', 'v.b', 'v.c', 'v.d', 'v.e', 'v.f', 'v.g', 'v.h']);
  });
});

describe('dependsOnToday', () => {
  const withRange = (dateRange: unknown) => readQuery({ measures: ['v.a'], timeDimensions: [{ dimension: 'v.d', dateRange }] });

  it.each(['today', 'last 7 days', 'this month', 'from 7 days ago to now'])('is so for "%s"', (range) => {
    expect(dependsOnToday(withRange(range))).toBe(true);
  });

  it('is so for a relative filter, and a relative range that is compared', () => {
    expect(
      dependsOnToday(
        readQuery({ measures: ['v.a'], filters: [{ member: 'v.d', operator: 'inDateRange', values: ['last week'] }] }),
      ),
    ).toBe(true);
    const compared = [{ dimension: 'v.d', compareDateRange: ['this week', ['2026-11-01', '2026-11-02']] }];
    expect(dependsOnToday(readQuery({ measures: ['v.a'], timeDimensions: compared }))).toBe(true);
  });

  it('is not so for days that are named', () => {
    expect(dependsOnToday(withRange(['2026-11-01', '2026-11-02T23:59:59.999']))).toBe(false);
    expect(dependsOnToday(withRange('2026-11-01'))).toBe(false);
    expect(
      dependsOnToday(readQuery({ measures: ['v.a'], filters: [{ member: 'v.e', operator: 'equals', values: ['today'] }] })),
    ).toBe(false);
  });
});

describe('isDate', () => {
  it.each(['2026-11-05', '2024-02-29', '2026-11-05T10:00', '2026-11-05T10:00:00.123Z'])('takes %s', (text) =>
    expect(isDate(text)).toBe(true),
  );
  it.each(['2026-02-30', '2026-13-01', '05.11.2026', 'today', '2026-11-05; drop', ''])('refuses "%s"', (text) =>
    expect(isDate(text)).toBe(false),
  );
});
