import { CANCELLED_RATIO, type Calendar, type Decision, makeCalendar } from './calendar.ts';
import { StoryClock } from './clock.ts';
import { STORES } from './company.ts';
import { compileEffects, type Effects, PLAIN_EFFECTS, type Scene, storeEffects } from './effects.ts';
import type { SampleOptions } from './options.ts';
import { type Person, personOf } from './people.ts';
import { PURPOSES, Random, Weighted } from './random.ts';
import type { Mode } from './touchpoints.ts';

/** What happened at one order. Times are seconds after midnight in Shanghai on the order's day. */
export interface Happening {
  readonly day: number;
  readonly number: number;
  readonly mode: Mode;
  readonly decision: Decision;
  /** The member's number, or null for a guest. */
  readonly member: number | null;
  readonly person: Person;
  readonly scene: Scene;
  readonly partySize: number;
  readonly placedAt: number;
  readonly paidAt: number;
  readonly completedAt: number;
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
}

/** One sample, opened: what is needed to make any of its days. */
export interface Story {
  readonly options: SampleOptions;
  readonly clock: StoryClock;
  readonly calendar: Calendar;
  readonly effects: Effects;
}

export function openStory(options: SampleOptions): Story {
  const clock = new StoryClock(options.endDate, options.days);
  const effects = compileEffects([...PLAIN_EFFECTS, ...storeEffects(options.seed)]);
  return { options, clock, calendar: makeCalendar(options, clock), effects };
}

/** Orders a day by people who are no members, at scale 1 on an ordinary day. */
const GUEST_ORDERS = 960;
const GUEST_SAMPLED_RATIO = 0.93;
const GUEST_DELIVERY_RATIO = 0.35;
const GUEST_DEMAND = [1.16, 0.86, 0.87, 0.89, 0.94, 1.1, 1.24];

export function orderCount({ options, clock, calendar }: Story, day: number): number {
  const noise = new Random().start(options.seed, PURPOSES.guests, day).normal();
  const demand = GUEST_ORDERS * options.scale * (GUEST_DEMAND[clock.weekday(day)] ?? 1) * (1 + 0.04 * noise);
  return calendar.countOn(day) + Math.round(demand);
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

const stores = new Weighted(STORES.map((store) => store.size));
const neighbours = STORES.map((store) => STORES.flatMap((other, i) => (other.city === store.city ? [i] : [])));

/** Tells the n-th order of a day. Needs no other order. */
export function happening(story: Story, day: number, number: number, random: Random): Happening {
  const { options, clock, calendar, effects } = story;
  const { seed } = options;
  const memberOrders = calendar.countOn(day);
  const visit = number < memberOrders ? calendar.visit(day, number) : null;
  const known = visit === null ? null : personOf(seed, visit.member, random);

  random.start(seed, PURPOSES.order, day, number);
  const person = known ?? guest(random);
  const mode = visit?.mode ?? (random.chance(person.deliveryRatio) ? 'delivery' : 'dine_in');
  const decision = visit?.decision ?? guestDecision(random);
  const nearby = neighbours[person.home];
  const store = nearby !== undefined && random.chance(0.15) ? random.pick(nearby) : person.home;
  const weekday = clock.weekday(day);
  const weekend = weekday === 0 || weekday === 6;
  const halfHour = HALF_HOURS[mode][weekend ? 1 : 0].pick(random);
  const peak = (halfHour >= 3 && halfHour <= 5) || (halfHour >= 15 && halfHour <= 17);
  const scene: Scene = { store, mode, weekend, peak, elapsed: day / options.days };
  const start = 36_000 + 1800 * halfHour + Math.floor(random.between(0, 1800));
  const kitchen = Math.max(5, 13 + effects('kitchen_minutes', scene) + 3.5 * random.normal());
  const member = visit?.member ?? null;

  // Written out field by field, twice: spreading parts into one object costs more than everything above.
  if (mode === 'dine_in') {
    const waitMinutes = Math.max(0, 2 + effects('wait_minutes', scene) + 4 * random.normal() + (peak ? random.wait(3) : 0));
    const seatedAt = start + Math.round(60 * waitMinutes);
    const placedAt = seatedAt + Math.round(random.between(120, 480));
    const servedAt = placedAt + Math.round(60 * kitchen);
    const leftAt = servedAt + Math.round(random.between(1500, 3600));
    const paidAt = leftAt - Math.round(random.between(60, 420));
    return {
      day,
      number,
      mode,
      decision,
      member,
      person,
      scene,
      partySize: 1 + PARTY.pick(random),
      placedAt,
      paidAt,
      completedAt: paidAt,
      arrivedAt: start,
      seatedAt,
      servedAt,
      leftAt,
      waitMinutes,
      distanceKm: 0,
      promisedAt: 0,
      pickedUpAt: 0,
      lateMinutes: 0,
    };
  }
  const distanceKm = Math.round(10 * (0.4 + random.wait(1.6))) / 10;
  const way = 8 + 3.4 * Math.min(distanceKm, 8);
  const trouble = random.chance(0.12) ? random.wait(14) : 0;
  const ride = Math.max(6, way + effects('ride_minutes', scene) + 4.5 * random.normal() + trouble);
  const paidAt = start + Math.round(random.between(8, 40));
  const pickedUpAt = paidAt + Math.round(60 * (kitchen + random.between(1, 6)));
  const completedAt = pickedUpAt + Math.round(60 * ride);
  const promisedAt = start + 300 * Math.ceil((28 + way) / 5);
  return {
    day,
    number,
    mode,
    decision,
    member,
    person,
    scene,
    partySize: 0,
    placedAt: start,
    paidAt,
    completedAt,
    arrivedAt: 0,
    seatedAt: 0,
    servedAt: 0,
    leftAt: 0,
    waitMinutes: 0,
    distanceKm,
    promisedAt,
    pickedUpAt,
    lateMinutes: Math.max(0, (completedAt - promisedAt) / 60),
  };
}

const PARTY = new Weighted([22, 38, 17, 14, 5, 3, 1]);

function guest(random: Random): Person {
  const home = stores.pick(random);
  return { home, canContact: true, english: false, pace: 0, deliveryRatio: GUEST_DELIVERY_RATIO, leniency: random.normal() };
}

/** A guest is a new person each time, so that nothing but the draw holds an invite back. */
function guestDecision(random: Random): Decision {
  if (random.chance(CANCELLED_RATIO)) return 'cancelled';
  return random.chance(GUEST_SAMPLED_RATIO) ? 'asked' : 'not_sampled';
}
