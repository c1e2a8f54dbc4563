import { describe, expect, it } from 'vitest';
import { difference, holm, pool, remainder, sideOf } from '../../dashboard/src/statistics/compare.ts';
import { type Estimate, fromBounds, fromShare } from '../../dashboard/src/statistics/estimate.ts';
import { twoSidedP } from '../../dashboard/src/statistics/normal.ts';
import { betweenVariance, shrink } from '../../dashboard/src/statistics/shrink.ts';

/** NPS of counts, as metrics define it. */
function nps(n: number, promoters: number, detractors: number): Estimate {
  const p = promoters / n;
  const d = detractors / n;
  const value = 100 * (p - d);
  const se = 100 * Math.sqrt((p + d - (p - d) ** 2) / n);
  return { value, se, low: value - 1.96 * se, high: value + 1.96 * se, n };
}

describe('estimates', () => {
  it('reads the standard error of NPS back from its bounds', () => {
    const sixths = nps(600, 300, 100);
    expect(sixths.value).toBeCloseTo(33.333, 3);
    expect(fromBounds(sixths.value, sixths.low, sixths.high, 600).se).toBeCloseTo(100 * Math.sqrt(5 / 9 / 600), 9);
  });

  it('takes the error of a share from its n, not from its lopsided Wilson bounds', () => {
    expect(fromShare(80, 71, 87, 100).se).toBeCloseTo(4, 9);
    expect(fromShare(100, 72, 100, 10).se).toBe(0);
  });
});

describe('two-sided p', () => {
  it.each([
    [0, 1],
    [1, 0.3173105],
    [1.959964, 0.05],
    [-2.5758293, 0.01],
    [5, 5.733031e-7],
  ])('of z %d is %d', (z, p) => {
    expect(twoSidedP(z) / p).toBeCloseTo(1, 6);
  });
});

describe('difference', () => {
  it('of independent samples adds their variances', () => {
    const change = difference({ value: 40, se: 3, low: 0, high: 0, n: 1 }, { value: 30, se: 4, low: 0, high: 0, n: 1 });
    expect(change).toMatchObject({ value: 10, z: 2 });
    expect(change.low).toBeCloseTo(0.2, 9);
    expect(change.high).toBeCloseTo(19.8, 9);
    expect(change.p).toBeCloseTo(0.0455003, 6);
  });

  it('is untested when everyone on one side answered alike', () => {
    const alike = { value: 100, se: 0, low: 100, high: 100, n: 11 };
    expect(difference(alike, { value: 30, se: 8, low: 14, high: 46, n: 40 })).toMatchObject({ value: 70, p: 1 });
    expect(difference(alike, { ...alike, value: 90 }).p).toBe(1);
  });
});

describe('Holm', () => {
  it('keeps the worked example of Holm: 0.01 and 0.005 stand, 0.03 and 0.04 do not', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([true, false, false, true]);
  });

  it('stops at the first that fails, even if a later one is under its own bar', () => {
    expect(holm([0.03, 0.04, 0.0001])).toEqual([false, false, true]);
  });

  it('is the plain test for one, and empty for none', () => {
    expect(holm([0.05])).toEqual([true]);
    expect(holm([0.0501])).toEqual([false]);
    expect(holm([])).toEqual([]);
  });
});

describe('parts of a whole', () => {
  const part = nps(400, 240, 60);
  const rest = nps(1600, 800, 400);
  const whole = nps(2000, 1040, 460);

  it('gives back the rest, value and error, exactly', () => {
    const left = remainder(whole, part);
    expect(left?.n).toBe(1600);
    expect(left?.value).toBeCloseTo(rest.value, 9);
    expect(left?.se).toBeCloseTo(rest.se, 9);
  });

  it('pools parts into the whole, exactly', () => {
    const pooled = pool([part, rest]);
    expect(pooled?.value).toBeCloseTo(whole.value, 9);
    expect(pooled?.se).toBeCloseTo(whole.se, 9);
    expect(pool([])).toBeNull();
  });

  it('has no rest when the part is the whole', () => {
    expect(remainder(whole, whole)).toBeNull();
  });
});

describe('shrinkage', () => {
  const unit = (value: number, se: number): Estimate => ({ value, se, low: value - 1.96 * se, high: value + 1.96 * se, n: 100 });

  it('takes the sampling variance off the spread and never goes below nothing', () => {
    expect(betweenVariance([unit(30, 1), unit(40, 1), unit(50, 1)], 40)).toBeCloseTo(99, 9);
    expect(betweenVariance([unit(39, 8), unit(41, 8)], 40)).toBe(0);
    expect(betweenVariance([unit(30, 1)], 40)).toBe(0);
  });

  it('moves a unit as far to its parent as its own error says', () => {
    const shrunk = shrink(unit(60, 10), 40, 100);
    expect(shrunk.weight).toBe(0.5);
    expect(shrunk.value).toBe(50);
    expect(shrunk.high - shrunk.value).toBeCloseTo(1.96 * Math.SQRT1_2 * 10, 9);
    expect(shrink(unit(60, 10), 40, 0)).toMatchObject({ value: 40, low: 40, high: 40 });
  });
});

describe('side of a line', () => {
  it.each([
    [10, 20, 9.9, 'above'],
    [10, 20, 10, 'level'],
    [10, 20, 20, 'level'],
    [10, 20, 20.1, 'below'],
  ])('[%d, %d] against %d is %s', (low, high, line, side) => {
    expect(sideOf({ low, high }, line)).toBe(side);
  });
});
