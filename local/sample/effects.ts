import { type SampleStore, STORES, storeAt } from './company.ts';
import type { RegionId } from './places.ts';
import type { Planted } from './planted.ts';
import { PURPOSES, Random } from './random.ts';
import type { Mode, Touchpoint } from './touchpoints.ts';

/** What an effect moves: minutes, or how a touchpoint feels, in standard deviations of satisfaction. */
type Lever = 'wait_minutes' | 'kitchen_minutes' | 'ride_minutes' | 'feeling';

/** Something that makes some orders unlike others. All conditions must hold; none given means everywhere. */
export interface Effect {
  readonly name: string;
  readonly lever: Lever;
  readonly add: number;
  readonly store?: string;
  readonly region?: RegionId;
  readonly mode?: Mode;
  readonly touchpoint?: Touchpoint;
  readonly weekend?: boolean;
  readonly peak?: boolean;
  readonly lunch?: boolean;
  readonly rain?: boolean;
  /** First day of the story on which it applies. */
  readonly from?: number;
  /** `add` grows from 0 to its whole over the story. */
  readonly grows?: boolean;
}

/** The order, as far as effects can tell. */
export interface Scene {
  readonly store: number;
  readonly mode: Mode;
  readonly day: number;
  readonly weekend: boolean;
  readonly peak: boolean;
  /** From 11:00 to 14:00. */
  readonly lunch: boolean;
  readonly rain: boolean;
  /** Part of the story that has passed, 0 to 1. */
  readonly elapsed: number;
}

/** The chain as it is, with nothing planted. */
export const PLAIN_EFFECTS: readonly Effect[] = [
  { name: 'peak hours fill the tables', lever: 'wait_minutes', mode: 'dine_in', peak: true, add: 6 },
  { name: 'weekends fill them more', lever: 'wait_minutes', mode: 'dine_in', peak: true, weekend: true, add: 7 },
  { name: 'the kitchen slows down at peak', lever: 'kitchen_minutes', peak: true, add: 3 },
  { name: 'riders are scarce at peak', lever: 'ride_minutes', mode: 'delivery', peak: true, add: 3 },
  { name: 'rain slows the riders', lever: 'ride_minutes', mode: 'delivery', rain: true, add: 4 },
  { name: 'food suffers on the road', lever: 'feeling', touchpoint: 'delivery_meal', add: -0.3 },
  { name: 'paying is easy', lever: 'feeling', touchpoint: 'dine_in_pay', add: 0.25 },
  { name: 'ordering is easy', lever: 'feeling', touchpoint: 'dine_in_order', add: 0.12 },
  { name: 'the east is the home ground', lever: 'feeling', region: 'east', add: 0.08 },
  { name: 'the north is newer', lever: 'feeling', region: 'north', add: -0.07 },
  { name: 'southern traffic', lever: 'ride_minutes', region: 'south', mode: 'delivery', add: 1.5 },
  { name: 'the chain gets a little better', lever: 'feeling', grows: true, add: 0.1 },
];

/** Every store is a little better or worse than its region, and quicker or slower. Nobody knows why. */
export function storeEffects(seed: number): Effect[] {
  const random = new Random();
  return STORES.flatMap((store, i): Effect[] => {
    random.start(seed, PURPOSES.store, i);
    return [
      { name: 'store', lever: 'feeling', store: store.id, add: 0.2 * random.normal() },
      { name: 'store', lever: 'wait_minutes', store: store.id, mode: 'dine_in', add: 1.2 * random.normal() },
      { name: 'store', lever: 'kitchen_minutes', store: store.id, add: 1.3 * random.normal() },
    ];
  });
}

/** What is planted in whole stores; what hangs on a box or a dish is in `visits.ts`. */
export function plantedEffects({ slow, initiatives }: Planted): Effect[] {
  const lunch = { store: storeAt(slow.store).id, mode: 'dine_in', lunch: true, from: slow.from } as const;
  return [
    { name: 'slow queue', lever: 'wait_minutes', ...lunch, add: slow.waitMinutes },
    { name: 'slow kitchen', lever: 'kitchen_minutes', ...lunch, add: slow.kitchenMinutes },
    ...initiatives.flatMap(({ id, kind, stores, from, feeling }) =>
      stores.map((store): Effect => {
        const effect = { name: id, lever: 'feeling', mode: 'dine_in', store: storeAt(store).id, add: feeling } as const;
        return kind === 'trend' ? { ...effect, grows: true } : { ...effect, from };
      }),
    ),
  ];
}

export type Effects = (lever: Lever, scene: Scene, touchpoint?: Touchpoint) => number;

/** What applies at one place: what always does, added up, and what depends on the order. */
interface Applying {
  readonly always: number;
  readonly sometimes: readonly Effect[];
}

/** Sums what applies. Effects are sorted by lever, store, mode and touchpoint beforehand, since most concern few orders. */
export function compileEffects(list: readonly Effect[]): Effects {
  const compiled: Record<Lever, Map<Touchpoint | undefined, Applying[]>> = {
    wait_minutes: new Map(),
    kitchen_minutes: new Map(),
    ride_minutes: new Map(),
    feeling: new Map(),
  };
  const compile = (lever: Lever, touchpoint: Touchpoint | undefined) => {
    const concerning = list.filter((effect) => effect.lever === lever && (effect.touchpoint ?? touchpoint) === touchpoint);
    const places: Applying[] = [];
    for (const [i, store] of STORES.entries()) {
      for (const mode of ['dine_in', 'delivery'] as const) {
        const here = concerning.filter((effect) => concerns(effect, store, mode));
        const sometimes = here.filter(isConditional);
        const always = here.reduce((sum, effect) => (isConditional(effect) ? sum : sum + effect.add), 0);
        places[placeOf(i, mode)] = { always, sometimes };
      }
    }
    return places;
  };
  return (lever, scene, touchpoint) => {
    const known = compiled[lever];
    let places = known.get(touchpoint);
    if (places === undefined) known.set(touchpoint, (places = compile(lever, touchpoint)));
    const here = places[placeOf(scene.store, scene.mode)];
    if (here === undefined) return 0;
    let sum = here.always;
    for (const effect of here.sometimes) {
      if (effect.weekend !== undefined && effect.weekend !== scene.weekend) continue;
      if (effect.peak !== undefined && effect.peak !== scene.peak) continue;
      if (effect.lunch !== undefined && effect.lunch !== scene.lunch) continue;
      if (effect.rain !== undefined && effect.rain !== scene.rain) continue;
      if (effect.from !== undefined && scene.day < effect.from) continue;
      sum += effect.grows === true ? effect.add * scene.elapsed : effect.add;
    }
    return sum;
  };
}

/** Whether it depends on more than store, mode and touchpoint. */
function isConditional({ weekend, peak, lunch, rain, from, grows }: Effect): boolean {
  return [weekend, peak, lunch, rain, from, grows].some((condition) => condition !== undefined);
}

function concerns(effect: Effect, store: SampleStore, mode: Mode): boolean {
  if (effect.store !== undefined && effect.store !== store.id) return false;
  if (effect.region !== undefined && effect.region !== store.region) return false;
  return effect.mode === undefined || effect.mode === mode;
}

function placeOf(store: number, mode: Mode): number {
  return store * 2 + (mode === 'delivery' ? 1 : 0);
}
