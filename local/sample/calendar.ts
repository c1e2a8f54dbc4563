import { hazardAfter } from './churn.ts';
import { storeAt } from './company.ts';
import { type Decision, tell } from './happening.ts';
import { isOfThePast } from './households.ts';
import type { SampleOptions } from './options.ts';
import { joinedBy, memberCount, personOf } from './people.ts';
import type { Planted } from './planted.ts';
import { PURPOSES, Random } from './random.ts';
import type { Mode } from './touchpoints.ts';
import { RAIN_TO_DELIVERY, rains, season } from './weather.ts';
import type { World } from './world.ts';

const DECISIONS = ['asked', 'contacted_recently', 'no_consent', 'not_sampled', 'cancelled'] as const satisfies Decision[];
const [ASKED, RECENTLY, NO_CONSENT, NOT_SAMPLED, CANCELLED] = [0, 1, 2, 3, 4] as const;
const DELIVERY_BIT = 8;
const LAST_BIT = 16;
const FIRST_BIT = 32;

/** A member asked on day t is not asked again before day t + 31: never within 30 × 24 hours. */
const QUIET_DAYS = 31;
/** Days before the story that are lived through so that the rule has something to look back on. */
const WARM_UP_DAYS = QUIET_DAYS;
const SAMPLED_RATIO = 0.93;
export const CANCELLED_RATIO = 0.017;

interface Visit {
  readonly member: number;
  readonly mode: Mode;
  readonly decision: Decision;
  /** Whether the member was lost by it. */
  readonly isLast: boolean;
  /** Whether it is the first of someone who joined during the story. */
  readonly isFirst: boolean;
}

/** Every order of every member, by day: who orders, how, and whether they are asked about it. */
export interface Calendar {
  /** Number of member orders on a day. */
  readonly countOn: (day: number) => number;
  /** The i-th of them. */
  readonly visit: (day: number, i: number) => Visit;
}

/** Share of the wishes to eat out that come true on a weekday, Sunday first. */
const COMES_TRUE = [0.93, 0.68, 0.69, 0.71, 0.74, 0.87, 1];
const COMES_TRUE_MEAN = 0.8;

/**
 * Lives each member's visits through once, in order, and keeps them by day. The frequency limit is the true rolling one, members leave
 * for what they met with, and still every day can be made alone: the calendar is a pure function of the options, takes half a second
 * at scale 1 and is made anew in each worker.
 */
export function makeCalendar(world: World): Calendar {
  const { options, clock, planted, homes } = world;
  const { seed, days } = options;
  const members = memberCount(options);
  const founding = joinedBy(options, -1);
  const joinedOn = joinDays(options);
  const lift = liftOf(planted);
  const seasons = Array.from({ length: days + WARM_UP_DAYS }, (_, i) => season(clock, i - WARM_UP_DAYS));
  const visits = new Growing(Math.ceil(members * days * 0.03) + 1024);
  const counts = new Int32Array(days + 1);
  const random = new Random();
  const scratch = new Random();

  for (let member = 0; member < members; member++) {
    if (isOfThePast(seed, member)) continue;
    const person = personOf(seed, member, homes, random);
    const { region } = storeAt(person.home);
    random.start(seed, PURPOSES.calendar, member);
    const halfGap = (15 * COMES_TRUE_MEAN) / person.pace;
    let at = member < founding ? random.wait(2 * halfGap) - WARM_UP_DAYS : (joinedOn[member - founding] ?? 0);
    let askedOn = Number.NEGATIVE_INFINITY;
    let cameOn = Number.NEGATIVE_INFINITY;
    let isNew = member >= founding;
    for (; at < days; at += 0.3 + (random.wait(halfGap) + random.wait(halfGap)) / lift(person.home, at)) {
      const day = Math.floor(at);
      if (day === cameOn || !random.chance((COMES_TRUE[clock.weekday(day)] ?? 1) * (seasons[day + WARM_UP_DAYS] ?? 1))) continue;
      cameOn = day;
      const rain = rains(seed, region, day);
      const mode = random.chance(person.deliveryRatio + (rain ? RAIN_TO_DELIVERY : 0)) ? 'delivery' : 'dine_in';
      let decision: number = ASKED;
      if (random.chance(CANCELLED_RATIO)) decision = CANCELLED;
      else if (!person.canContact) decision = NO_CONSENT;
      else if (day - askedOn < QUIET_DAYS) decision = RECENTLY;
      else if (!random.chance(SAMPLED_RATIO)) decision = NOT_SAMPLED;
      else askedOn = day;
      const isLost =
        decision !== CANCELLED &&
        random.chance(
          hazardAfter(world, tell(world, { day, number: -1, key: member, member, guest: 0 }, person, mode, 'asked', scratch)),
        );
      if (day >= 0) {
        visits.add(
          day,
          member,
          (mode === 'delivery' ? DELIVERY_BIT : 0) | decision | (isLost ? LAST_BIT : 0) | (isNew ? FIRST_BIT : 0),
        );
        counts[day + 1] = (counts[day + 1] ?? 0) + 1;
      }
      isNew = false;
      if (isLost) break;
    }
  }
  return byDay(visits, counts, days);
}

/** How much more often the members of a store come than they would, because of an initiative. */
function liftOf({ initiatives }: Planted): (home: number, at: number) => number {
  const lifts = new Map(initiatives.flatMap(({ stores, from, pace }) => stores.map((store) => [store, { from, pace }] as const)));
  return (home, at) => {
    const found = lifts.get(home);
    return found !== undefined && at >= found.from ? found.pace : 1;
  };
}

/** Day on which each member who joins during the story does so. */
function joinDays(options: SampleOptions): number[] {
  const joined: number[] = [];
  for (let day = 0; day < options.days; day++) {
    for (let n = joinedBy(options, day) - joinedBy(options, day - 1); n > 0; n--) joined.push(day);
  }
  return joined;
}

function byDay(visits: Growing, counts: Int32Array, days: number): Calendar {
  const starts = counts.slice();
  for (let day = 1; day <= days; day++) starts[day] = (starts[day] ?? 0) + (starts[day - 1] ?? 0);
  const next = starts.slice();
  const member = new Int32Array(visits.length);
  const what = new Uint8Array(visits.length);
  visits.each((day, who, code) => {
    const place = next[day] ?? 0;
    next[day] = place + 1;
    member[place] = who;
    what[place] = code;
  });
  return {
    countOn: (day) => counts[day + 1] ?? 0,
    visit: (day, i) => {
      const place = (starts[day] ?? 0) + i;
      const code = what[place] ?? 0;
      return {
        member: member[place] ?? 0,
        mode: (code & DELIVERY_BIT) === 0 ? 'dine_in' : 'delivery',
        decision: DECISIONS[code & 7] ?? 'asked',
        isLast: (code & LAST_BIT) !== 0,
        isFirst: (code & FIRST_BIT) !== 0,
      };
    },
  };
}

/** A list of (day, member, code) in three integers each. */
class Growing {
  length = 0;
  private cells: Int32Array;

  constructor(capacity: number) {
    this.cells = new Int32Array(capacity * 3);
  }

  add(day: number, member: number, code: number): void {
    const at = this.length * 3;
    if (at + 3 > this.cells.length) {
      const larger = new Int32Array(this.cells.length * 2);
      larger.set(this.cells);
      this.cells = larger;
    }
    this.cells[at] = day;
    this.cells[at + 1] = member;
    this.cells[at + 2] = code;
    this.length++;
  }

  each(take: (day: number, member: number, code: number) => void): void {
    for (let at = 0; at < this.length * 3; at += 3) take(this.cells[at] ?? 0, this.cells[at + 1] ?? 0, this.cells[at + 2] ?? 0);
  }
}
