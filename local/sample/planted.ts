import { openStores, STORES, storeAt } from './company.ts';
import { MAINS } from './menu.ts';
import type { SampleOptions } from './options.ts';
import { REGIONS, type RegionId } from './places.ts';
import { PURPOSES, Random } from './random.ts';
import type { Touchpoint } from './touchpoints.ts';

/** What is done in some stores from a day on, and what it really does. */
export interface PlantedInitiative {
  readonly id: string;
  /** `works` lifts scores and visits; `nothing` does neither; `trend` does neither in stores that were getting better anyway. */
  readonly kind: 'works' | 'nothing' | 'trend';
  readonly name: string;
  readonly touchpoint: Touchpoint;
  readonly stores: readonly number[];
  /** Day of the story on which it is in force. */
  readonly from: number;
  /** Added to how every touchpoint at the table feels, in standard deviations; for `trend` over the whole story. */
  readonly feeling: number;
  /** Factor on how often the stores' own members come. */
  readonly pace: number;
  /** Yuan a store: once, and each week. */
  readonly cost: { readonly once: number; readonly weekly: number };
}

/** Causes of what the sample company goes through. Which store, region and dish follows from the seed. */
export interface Planted {
  /** Slow kitchen and queue at lunch. */
  readonly slow: { readonly store: number; readonly from: number; readonly waitMinutes: number; readonly kitchenMinutes: number };
  /** Boxes that leak on the way, in one region. */
  readonly packaging: { readonly region: RegionId; readonly from: number; readonly share: number; readonly feeling: number };
  /** A main dish whose recipe was changed. */
  readonly dish: { readonly main: number; readonly from: number; readonly feeling: number };
  /** A competitor that opened in one city. */
  readonly rival: { readonly city: string; readonly from: number };
  readonly initiatives: readonly PlantedInitiative[];
}

/** Chance that a member is lost after a visit: the first always, the others where they apply. They add up. */
export const CHURN_HAZARDS = {
  any_visit: 0.012,
  slow_or_late: 0.08,
  bad_dish: 0.1,
  leaking_box: 0.1,
  rival_near: 0.06,
} as const;

export type ChurnCause = keyof typeof CHURN_HAZARDS;

/** Parts of the overall feeling that each driver has. They sum to 1. */
export const DRIVER_WEIGHTS = {
  dine_in: { food: 0.4, service: 0.25, speed: 0.2, place: 0.1, price: 0.05 },
  delivery: { food: 0.34, packaging: 0.26, speed: 0.22, price: 0.12, rider: 0.06 },
} as const;

/** How much busier the slow store is than its place says: a flagship, so that one store has enough answers to tell. */
const FLAGSHIP_FACTOR = 2.5;

export function plantedIn({ seed, days, stores: count }: SampleOptions): Planted {
  const random = new Random().start(seed, PURPOSES.planted, 1);
  const region = random.pick(REGIONS).id;
  const popular = MAINS.flatMap((dish, i) => (dish.popularity >= 8 ? [i] : []));
  const open = [...openStores(count)];
  const [store = 0] = open.splice(random.pick(open.flatMap((i, at) => (storeAt(i).size > 1.1 ? [at] : []))), 1);
  const city = random.pick([...new Set(open.map((i) => storeAt(i).city).filter((one) => one !== storeAt(store).city))]).name;
  const group = Math.max(2, Math.floor(count / 8));
  const drawn = () =>
    Array.from({ length: group }, () => open.splice(random.below(open.length), 1)[0] ?? 0).sort((a, b) => a - b);
  const at = (part: number) => Math.round(part * days);
  return {
    slow: { store, from: at(0.66), waitMinutes: 18, kitchenMinutes: 24 },
    packaging: { region, from: at(0.65), share: 0.45, feeling: -2.2 },
    dish: { main: random.pick(popular), from: at(0.58), feeling: -1.5 },
    rival: { city, from: at(0.3) },
    initiatives: [
      {
        id: 'INI-QUEUE',
        kind: 'works',
        name: '叫号提前五分钟通知',
        touchpoint: 'dine_in_wait',
        stores: drawn(),
        from: at(0.5),
        feeling: 0.4,
        pace: 1.12,
        cost: { once: 6_000, weekly: 300 },
      },
      {
        id: 'INI-TABLET',
        kind: 'nothing',
        name: '桌边平板点餐',
        touchpoint: 'dine_in_order',
        stores: drawn(),
        from: at(0.5),
        feeling: 0,
        pace: 1,
        cost: { once: 18_000, weekly: 200 },
      },
      {
        id: 'INI-SMILE',
        kind: 'trend',
        name: '微笑服务培训',
        touchpoint: 'dine_in_meal',
        stores: drawn(),
        from: at(0.55),
        feeling: 0.6,
        pace: 1,
        cost: { once: 4_000, weekly: 500 },
      },
    ],
  };
}

/** Relative numbers of customers of all stores; those that are closed have none. */
export function storeSizes(planted: Planted, count: number): number[] {
  const open = new Set(openStores(count));
  return STORES.map(({ size }, i) => (open.has(i) ? size * (i === planted.slow.store ? FLAGSHIP_FACTOR : 1) : 0));
}
