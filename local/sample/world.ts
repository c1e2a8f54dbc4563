import { StoryClock } from './clock.ts';
import { STORES } from './company.ts';
import { compileEffects, type Effects, PLAIN_EFFECTS, plantedEffects, storeEffects } from './effects.ts';
import type { SampleOptions } from './options.ts';
import { type Planted, plantedIn, storeSizes } from './planted.ts';
import { Weighted } from './random.ts';

/** What holds at every order, whoever makes it. */
export interface World {
  readonly options: SampleOptions;
  readonly clock: StoryClock;
  readonly planted: Planted;
  readonly homes: Weighted;
  readonly effects: Effects;
  /** Open stores in the city of each store. */
  readonly neighbours: readonly (readonly number[])[];
}

/** `planted` may leave out what another world has, to see what difference that makes. */
export function openWorld(options: SampleOptions, planted = plantedIn(options)): World {
  const sizes = storeSizes(planted, options.stores);
  return {
    options,
    clock: new StoryClock(options.endDate, options.days),
    planted,
    homes: new Weighted(sizes),
    effects: compileEffects([...PLAIN_EFFECTS, ...storeEffects(options.seed), ...plantedEffects(planted)]),
    neighbours: STORES.map(({ city }) => STORES.flatMap((other, i) => (other.city === city && (sizes[i] ?? 0) > 0 ? [i] : []))),
  };
}
