import { CANCELLED_RATIO, type Calendar, makeCalendar } from './calendar.ts';
import { storeAt } from './company.ts';
import { type Decision, type Happening, tell } from './happening.ts';
import type { SampleOptions } from './options.ts';
import { guestOf, personOf } from './people.ts';
import { PURPOSES, Random, unitOf } from './random.ts';
import { RAIN_TO_DELIVERY, rains } from './weather.ts';
import { openWorld, type World } from './world.ts';

/** One sample, opened: what is needed to make any of its days. */
export interface Story extends World {
  readonly calendar: Calendar;
}

export function openStory(options: SampleOptions): Story {
  const world = openWorld(options);
  return { ...world, calendar: makeCalendar(world) };
}

/** Orders a day by people who are no members, at scale 1 on an ordinary day. */
const GUEST_ORDERS = 960;
const GUEST_SAMPLED_RATIO = 0.93;
const GUEST_DEMAND = [1.16, 0.86, 0.87, 0.89, 0.94, 1.1, 1.24];
/** A guest who returns does so after six weeks, to the day: so that nobody is asked twice within 30 days. */
const GUEST_RETURNS_AFTER = 42;
const GUEST_RETURNS_RATIO = 0.25;
const FIRST_GUEST_DAY = -512;

export function orderCount({ options, clock, calendar }: Story, day: number): number {
  const noise = new Random().start(options.seed, PURPOSES.guests, day).normal();
  const demand = GUEST_ORDERS * options.scale * (GUEST_DEMAND[clock.weekday(day)] ?? 1) * (1 + 0.04 * noise);
  return calendar.countOn(day) + Math.round(demand);
}

/** Numbers of the guests who order on a day, in the order of their orders. */
export function guestsOn(story: Story, day: number): number[] {
  const count = orderCount(story, day) - story.calendar.countOn(day);
  return Array.from({ length: count }, (_, place) => guestNumber(story.options.seed, day, place));
}

/** The guest who makes the n-th of a day's guest orders: new, or the one of six weeks ago. */
function guestNumber(seed: number, day: number, place: number): number {
  let first = day;
  while (
    first > FIRST_GUEST_DAY + GUEST_RETURNS_AFTER &&
    unitOf(seed, PURPOSES.guests, place, first + 1000) < GUEST_RETURNS_RATIO
  )
    first -= GUEST_RETURNS_AFTER;
  return ((first - FIRST_GUEST_DAY) << 20) | place;
}

/** Tells the n-th order of a day. Needs no other order. */
export function happening(story: Story, day: number, number: number, random: Random): Happening {
  const { options, calendar, homes } = story;
  const { seed } = options;
  const memberOrders = calendar.countOn(day);
  if (number < memberOrders) {
    const { member, mode, decision } = calendar.visit(day, number);
    return tell(
      story,
      { day, number, key: member, member, guest: 0 },
      personOf(seed, member, homes, random),
      mode,
      decision,
      random,
    );
  }
  const place = number - memberOrders;
  const guest = guestNumber(seed, day, place);
  const person = guestOf(seed, guest, homes, random);
  const rain = rains(seed, storeAt(person.home).region, day);
  random.start(seed, PURPOSES.guests, guest, day + 2);
  const mode = random.chance(person.deliveryRatio + (rain ? RAIN_TO_DELIVERY : 0)) ? 'delivery' : 'dine_in';
  return tell(story, { day, number, key: ~place, member: null, guest }, person, mode, guestDecision(random), random);
}

/** A guest is a new person each time, so that nothing but the draw holds an invite back. */
function guestDecision(random: Random): Decision {
  if (random.chance(CANCELLED_RATIO)) return 'cancelled';
  return random.chance(GUEST_SAMPLED_RATIO) ? 'asked' : 'not_sampled';
}
