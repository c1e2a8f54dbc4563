import { type Estimate, Z95 } from './estimate.ts';
import { twoSidedP } from './normal.ts';

export interface Difference {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly z: number;
  readonly p: number;
}

/** Tests and intervals speak at this level. */
export const LEVEL = 0.05;

/**
 * `a − b` of independent samples: z = (a − b)/√(SEa² + SEb²). A sample in which everyone answered alike shows no error of
 * its own, which is want of evidence and not certainty: then nothing is tested, and p is 1.
 */
export function difference(a: Estimate, b: Estimate): Difference {
  const value = a.value - b.value;
  const se = Math.hypot(a.se, b.se);
  const isTested = a.se > 0 && b.se > 0;
  const z = isTested ? value / se : 0;
  return { value, low: value - Z95 * se, high: value + Z95 * se, z, p: isTested ? twoSidedP(z) : 1 };
}

/** Holm's step-down: which of these p values stand when all of them were looked at. */
export function holm(ps: readonly number[], level = LEVEL): boolean[] {
  const ascending = ps.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const firstKept = ascending.findIndex(({ p }, rank) => p > level / (ascending.length - rank));
  const rejected = firstKept === -1 ? ascending : ascending.slice(0, firstKept);
  const stands = ps.map(() => false);
  for (const { index } of rejected) stands[index] = true;
  return stands;
}

export type Side = 'above' | 'below' | 'level';

/** Where an interval lies against a fixed line. */
export function sideOf(estimate: Pick<Estimate, 'low' | 'high'>, line: number): Side {
  if (estimate.low > line) return 'above';
  return estimate.high < line ? 'below' : 'level';
}

/**
 * The rest of a whole once a part is taken out, so that a store is tested against the stores it is not in.
 * Exact for means of one answer each: first and second moments are additive. Null when the part is the whole.
 */
export function remainder(whole: Estimate, part: Estimate): Estimate | null {
  const n = whole.n - part.n;
  if (n <= 0) return null;
  const value = (whole.n * whole.value - part.n * part.value) / n;
  const square = (e: Estimate) => e.n * (e.n * e.se ** 2 + e.value ** 2);
  const variance = Math.max(0, (square(whole) - square(part)) / n - value ** 2);
  const se = Math.sqrt(variance / n);
  return { value, se, low: value - Z95 * se, high: value + Z95 * se, n };
}

/** Several separate samples as one. Exact for means of one answer each. Null when there are none. */
export function pool(parts: readonly Estimate[]): Estimate | null {
  const n = parts.reduce((sum, part) => sum + part.n, 0);
  if (n === 0) return null;
  const value = parts.reduce((sum, part) => sum + part.n * part.value, 0) / n;
  const square = parts.reduce((sum, part) => sum + part.n * (part.n * part.se ** 2 + part.value ** 2), 0) / n;
  const se = Math.sqrt(Math.max(0, square - value ** 2) / n);
  return { value, se, low: value - Z95 * se, high: value + Z95 * se, n };
}
