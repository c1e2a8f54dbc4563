import { difference, holm, pool, remainder } from '../statistics/compare.ts';
import type { Estimate, Reading } from '../statistics/estimate.ts';
import { betweenVariance, shrink, type Shrunk } from '../statistics/shrink.ts';

export interface StoreScore {
  readonly id: string;
  readonly name: string;
  readonly reading: Reading;
}

export interface RankedStore {
  readonly id: string;
  readonly name: string;
  readonly own: Estimate;
  readonly shrunk: Shrunk;
}

/** Stores in three groups that can be told apart; inside a group, best first. */
export interface Ranking {
  /** NPS of the region. */
  readonly region: number;
  readonly above: readonly RankedStore[];
  readonly level: readonly RankedStore[];
  readonly below: readonly RankedStore[];
  /** Stores with too few answers. */
  readonly hiddenCount: number;
}

/** Tests each store against the region's other stores, Holm over all of them. Null when there is nothing to compare. */
export function rank(stores: readonly StoreScore[]): Ranking | null {
  const scored = stores.flatMap(({ id, name, reading }) => (reading.estimate ? [{ id, name, own: reading.estimate }] : []));
  const region = pool(scored.map(({ own }) => own));
  if (region === null || scored.length < 2) return null;
  const tau2 = betweenVariance(
    scored.map(({ own }) => own),
    region.value,
  );
  const changes = scored.map(({ own }) => {
    const others = remainder(region, own);
    return others === null ? null : difference(own, others);
  });
  const verdicts = holm(changes.map((change) => change?.p ?? 1));
  const placed = scored
    .map((store, index) => ({
      side: verdicts[index] ? Math.sign(changes[index]?.value ?? 0) : 0,
      store: { ...store, shrunk: shrink(store.own, region.value, tau2) },
    }))
    .sort((a, b) => b.store.shrunk.value - a.store.shrunk.value);
  const group = (side: number) => placed.filter((entry) => entry.side === side).map((entry) => entry.store);
  return { region: region.value, above: group(1), level: group(0), below: group(-1), hiddenCount: stores.length - scored.length };
}
