import type { Tested } from '../scores/pairs.ts';
import type { Estimate } from '../statistics/estimate.ts';

export interface Shortfall {
  readonly touchpoint: string;
  readonly estimate: Estimate;
  readonly target: number;
}

/** Of the stages whose whole interval lies below their target, the one that is farthest from it. Null when none is. */
export function farthestBelow(
  pairs: readonly Tested<string>[],
  targetOf: (touchpoint: string) => number | null,
): Shortfall | null {
  const below = pairs.flatMap(({ key, now: { estimate } }): Shortfall[] => {
    const target = targetOf(key);
    return estimate && target !== null && estimate.high < target ? [{ touchpoint: key, estimate, target }] : [];
  });
  const missing = ({ target, estimate }: Shortfall) => target - estimate.value;
  return below.reduce<Shortfall | null>((worst, one) => (worst === null || missing(one) > missing(worst) ? one : worst), null);
}
