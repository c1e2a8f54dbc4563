import { storeAt } from './company.ts';
import type { Scene } from './effects.ts';
import { MAINS, mainChoice } from './menu.ts';
import type { Person } from './people.ts';
import { PURPOSES, type Random, Weighted } from './random.ts';
import type { Mode } from './touchpoints.ts';
import { rains } from './weather.ts';
import type { World } from './world.ts';

/** What the listening rule decided at an order. */
export type Decision = 'asked' | 'contacted_recently' | 'no_consent' | 'not_sampled' | 'cancelled';

/** What happened at one order. Times are seconds after midnight in Shanghai on the order's day. */
export interface Happening {
  readonly day: number;
  /** Place in the day's orders. */
  readonly number: number;
  /** Names the order's streams of numbers, with the day: the member, or below 0 the guest's place. */
  readonly key: number;
  readonly mode: Mode;
  readonly decision: Decision;
  /** The member's number, or null for a guest. */
  readonly member: number | null;
  /** A number for the guest, the same at each return; 0 for a member. */
  readonly guest: number;
  readonly person: Person;
  readonly scene: Scene;
  readonly partySize: number;
  /** Indices of the main dishes; the second is −1 where there is one only. */
  readonly firstMain: number;
  readonly secondMain: number;
  /** Whether a dish among them had gone bad by then. */
  readonly badDish: boolean;
  readonly placedAt: number;
  readonly paidAt: number;
  readonly completedAt: number;
  readonly kitchenMinutes: number;
  /** Dine-in. */
  readonly arrivedAt: number;
  readonly seatedAt: number;
  readonly servedAt: number;
  readonly leftAt: number;
  readonly waitMinutes: number;
  /** Delivery. */
  readonly distanceKm: number;
  readonly promisedAt: number;
  readonly pickedUpAt: number;
  readonly lateMinutes: number;
  readonly leaks: boolean;
}

/** Half hours from 10:00 to 21:30, for weekdays and weekends, by mode. */
const HALF_HOURS = {
  dine_in: [
    new Weighted([1, 4, 10, 16, 17, 12, 6, 3, 2, 2, 2, 3, 4, 6, 11, 15, 16, 14, 10, 7, 4, 2, 1, 0]),
    new Weighted([1, 3, 8, 14, 16, 14, 9, 5, 3, 3, 3, 3, 5, 9, 16, 20, 20, 17, 13, 9, 5, 3, 1, 0]),
  ],
  delivery: [
    new Weighted([2, 6, 14, 20, 16, 9, 4, 3, 2, 2, 2, 3, 4, 7, 11, 14, 13, 11, 9, 7, 6, 5, 3, 2]),
    new Weighted([2, 5, 10, 15, 14, 10, 6, 4, 3, 3, 3, 4, 6, 9, 13, 16, 15, 13, 11, 9, 7, 6, 4, 3]),
  ],
} as const;

type Who = Pick<Happening, 'day' | 'number' | 'key' | 'member' | 'guest'>;

/** What happens when someone orders on a day. Does not depend on the order's number, nor on any other order. */
export function tell(
  world: World,
  { day, number, key, member, guest }: Who,
  person: Person,
  mode: Mode,
  decision: Decision,
  random: Random,
): Happening {
  const { options, clock, effects, planted, neighbours } = world;
  random.start(options.seed, PURPOSES.order, key, day);
  const nearby = neighbours[person.home];
  const store = nearby !== undefined && random.chance(0.15) ? random.pick(nearby) : person.home;
  const { region } = storeAt(store);
  const weekday = clock.weekday(day);
  const weekend = weekday === 0 || weekday === 6;
  // The slow store stands among offices, where most come at lunch.
  const isOfficeLunch = store === planted.slow.store && mode === 'dine_in' && random.chance(OFFICE_LUNCH_RATIO);
  const halfHour = isOfficeLunch ? 2 + random.below(6) : HALF_HOURS[mode][weekend ? 1 : 0].pick(random);
  const peak = (halfHour >= 3 && halfHour <= 5) || (halfHour >= 15 && halfHour <= 17);
  const lunch = halfHour >= 2 && halfHour <= 7;
  const rain = rains(options.seed, region, day);
  const scene: Scene = { store, mode, day, weekend, peak, lunch, rain, elapsed: day / options.days };
  const start = 36_000 + 1800 * halfHour + Math.floor(random.between(0, 1800));
  const kitchenMinutes = Math.max(5, 13 + effects('kitchen_minutes', scene) + 3.5 * random.normal());
  const partySize = mode === 'dine_in' ? party(person, random) : 0;
  const firstMain = dishOf(person, random);
  const hasSecond = (mode === 'delivery' || partySize >= 2) && random.chance(mode === 'delivery' ? 0.24 : 0.44);
  const other = hasSecond ? dishOf(person, random) : firstMain;
  const secondMain = other === firstMain ? -1 : other;
  const { dish, packaging } = planted;
  const badDish = day >= dish.from && (firstMain === dish.main || secondMain === dish.main);

  // Written out field by field, twice: spreading parts into one object costs more than everything above.
  if (mode === 'dine_in') {
    const waitMinutes = Math.max(0, 2 + effects('wait_minutes', scene) + 4 * random.normal() + (peak ? random.wait(3) : 0));
    const seatedAt = start + Math.round(60 * waitMinutes);
    const placedAt = seatedAt + Math.round(random.between(120, 480));
    const servedAt = placedAt + Math.round(60 * kitchenMinutes);
    const leftAt = servedAt + Math.round(random.between(1500, 3600));
    const paidAt = leftAt - Math.round(random.between(60, 420));
    return {
      day,
      number,
      key,
      mode,
      decision,
      member,
      guest,
      person,
      scene,
      partySize,
      firstMain,
      secondMain,
      badDish,
      placedAt,
      paidAt,
      completedAt: paidAt,
      kitchenMinutes,
      arrivedAt: start,
      seatedAt,
      servedAt,
      leftAt,
      waitMinutes,
      distanceKm: 0,
      promisedAt: 0,
      pickedUpAt: 0,
      lateMinutes: 0,
      leaks: false,
    };
  }
  const distanceKm = Math.round(10 * (0.4 + random.wait(1.6))) / 10;
  const way = 8 + 3.4 * Math.min(distanceKm, 8);
  const trouble = random.chance(0.12) ? random.wait(14) : 0;
  const ride = Math.max(6, way + effects('ride_minutes', scene) + 4.5 * random.normal() + trouble);
  const paidAt = start + Math.round(random.between(8, 40));
  const pickedUpAt = paidAt + Math.round(60 * (kitchenMinutes + random.between(1, 6)));
  const completedAt = pickedUpAt + Math.round(60 * ride);
  const promisedAt = start + 300 * Math.ceil((28 + way) / 5);
  return {
    day,
    number,
    key,
    mode,
    decision,
    member,
    guest,
    person,
    scene,
    partySize: 0,
    firstMain,
    secondMain,
    badDish,
    placedAt: start,
    paidAt,
    completedAt,
    kitchenMinutes,
    arrivedAt: 0,
    seatedAt: 0,
    servedAt: 0,
    leftAt: 0,
    waitMinutes: 0,
    distanceKm,
    promisedAt,
    pickedUpAt,
    lateMinutes: Math.max(0, (completedAt - promisedAt) / 60),
    leaks: region === packaging.region && day >= packaging.from && random.chance(packaging.share),
  };
}

const OFFICE_LUNCH_RATIO = 0.5;

const PARTY = new Weighted([22, 38, 17, 14, 5, 3, 1]);

/** People at the table: as the companions say, three times in four. */
function party({ companions }: Person, random: Random): number {
  if (random.chance(0.25)) return 1 + PARTY.pick(random);
  if (companions === 'alone') return 1;
  if (companions === 'couple') return 2;
  return 3 + random.below(companions === 'family' ? 3 : 4);
}

/** Index of a main dish: the favourite three times in four, but for those who choose from the whole menu. */
function dishOf({ adventurous, favourite }: Person, random: Random): number {
  if (adventurous) return random.below(MAINS.length);
  return random.chance(0.75) ? favourite : mainChoice.pick(random);
}
