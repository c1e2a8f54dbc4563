import { type Scale, scaleOver } from '../charts/scale.ts';
import { difference, type Difference, holm } from '../statistics/compare.ts';
import type { Reading } from '../statistics/estimate.ts';

/** A unit now and in the period before. */
export interface Pair<K> {
  readonly key: K;
  readonly now: Reading;
  readonly before: Reading;
}

export interface Tested<K> extends Pair<K> {
  readonly change: Difference | null;
  /** The change stands after Holm over all units that could be tested. */
  readonly stands: boolean;
}

/** Tests every unit's change, with Holm's correction for having looked at all of them. */
export function testAll<K>(pairs: readonly Pair<K>[]): Tested<K>[] {
  const changes = pairs.map(({ now, before }) =>
    now.estimate && before.estimate ? difference(now.estimate, before.estimate) : null,
  );
  const tested = changes.filter((change) => change !== null);
  const verdicts = holm(tested.map((change) => change.p));
  return pairs.map((pair, index) => {
    const change = changes[index] ?? null;
    return { ...pair, change, stands: change !== null && (verdicts[tested.indexOf(change)] ?? false) };
  });
}

/** Points an axis spans at least, so that small differences look small. */
const LEAST_SPAN = 6;

/** One axis for all units, before and now. */
export function scaleOf(
  pairs: readonly Pair<unknown>[],
  options: { floor: number; ceiling: number; include?: readonly number[] },
): Scale {
  const values = pairs.flatMap(({ now, before }) => [
    ...(now.estimate ? [now.estimate.low, now.estimate.high] : []),
    ...(before.estimate ? [before.estimate.value] : []),
  ]);
  const { floor, ceiling, include = [] } = options;
  return scaleOver([...values, ...include], { least: LEAST_SPAN, floor, ceiling });
}
