import { describe, expect, it } from 'vitest';
import { before, daysIn, isWholeWeek, mondayOf, spanEnding, weeksEnding } from '../../dashboard/src/period/period.ts';

describe('periods count back from the latest day', () => {
  it('holds both ends, and the one before touches it', () => {
    const span = spanEnding('2026-11-15', 28);
    expect(span).toEqual({ from: '2026-10-19', to: '2026-11-15' });
    expect(before(span)).toEqual({ from: '2026-09-21', to: '2026-10-18' });
    expect(daysIn(before(span))).toBe(28);
  });

  it('crosses a leap day and a year', () => {
    expect(spanEnding('2028-03-01', 2)).toEqual({ from: '2028-02-29', to: '2028-03-01' });
    expect(before(spanEnding('2026-01-07', 7))).toEqual({ from: '2025-12-25', to: '2025-12-31' });
  });
});

describe('weeks begin on Monday', () => {
  it.each([
    ['2026-11-16', '2026-11-16'],
    ['2026-11-18', '2026-11-16'],
    ['2026-11-22', '2026-11-16'],
    ['2026-11-23', '2026-11-23'],
  ])('%s is in the week of %s', (day, monday) => {
    expect(mondayOf(day)).toBe(monday);
  });

  it('counts the week of the latest day, whole or not', () => {
    expect(weeksEnding('2026-11-18', 3)).toEqual({ from: '2026-11-02', to: '2026-11-18' });
    expect(isWholeWeek('2026-11-16', '2026-11-21')).toBe(false);
    expect(isWholeWeek('2026-11-16', '2026-11-22')).toBe(true);
  });
});
