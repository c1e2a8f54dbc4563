import type { z } from 'zod';
import type { complaintSchema } from '../../channels/complaint/complaint.ts';
import { scoresOf, touchpointOf } from './answers.ts';
import { CUT_SECONDS } from './clock.ts';
import { comment } from './comments.ts';
import { STORES } from './company.ts';
import { customerOf } from './customers.ts';
import type { Happening } from './happening.ts';
import { identifiers } from './identifiers.ts';
import { MAINS } from './menu.ts';
import { orderId } from './pos.ts';
import { PURPOSES, Random, unitOf } from './random.ts';
import type { Story } from './visits.ts';

export type TicketRecord = z.input<typeof complaintSchema>;

/** Share of the very unhappy who complain. */
const COMPLAINS_RATIO = 0.35;
const UNHAPPY_UP_TO = 5;
/** Days after the complaint on which it may be solved. */
export const LATEST_SOLVED_DAYS = 2;
const NEVER_SOLVED_RATIO = 0.06;

const scratch = new Random();

/** Whether an order may be complained of, and so is worth being told. Cheap. */
export function mayComplain(seed: number, day: number, number: number): boolean {
  return unitOf(seed, PURPOSES.ticket, day, number) < COMPLAINS_RATIO;
}

/** The day, counted from the order's, on which its complaint is solved; past all days for some. Cheap. */
export function solvedAfterDays(seed: number, day: number, number: number): number {
  const draw = unitOf(seed, PURPOSES.ticket, day, -1 - number);
  if (draw < NEVER_SOLVED_RATIO) return Number.POSITIVE_INFINITY;
  return Math.floor(((draw - NEVER_SOLVED_RATIO) / (1 - NEVER_SOLVED_RATIO)) * (LATEST_SOLVED_DAYS + 1));
}

/** Whether an order is complained of. */
export function complains(story: Story, it: Happening): boolean {
  const { seed } = story.options;
  if (it.decision === 'cancelled' || !mayComplain(seed, it.day, it.number)) return false;
  const touchpoint = touchpointOf(it, scratch.start(seed, PURPOSES.answer, it.key, it.day));
  return scoresOf(story, it, touchpoint, scratch).nps <= UNHAPPY_UP_TO;
}

/** What the list of complaints says `daysLater` about one order that is complained of: that it is open, or that it is solved. */
export function* ticketRecords(story: Story, it: Happening, daysLater: number, random: Random): Iterable<TicketRecord> {
  const { clock, options } = story;
  const { seed } = options;
  random.start(seed, PURPOSES.ticket, it.key, it.day);
  const order_id = orderId(clock.date(it.day), it.number);
  const filedAt = Math.round((it.mode === 'dine_in' ? it.leftAt : it.completedAt) + random.between(1800, 5400));
  const repliedAt = filedAt + Math.round(300 + random.wait(2400));
  const solvedOn = solvedAfterDays(seed, it.day, it.number);
  // What would be solved after the day's list was sent is on it all the same, as the last of the day.
  const solvedAt =
    solvedOn === 0
      ? Math.min(repliedAt + 60 + Math.round(random.wait(1800)), CUT_SECONDS - 60)
      : solvedOn * 86_400 + Math.round(random.between(9.5, 21) * 3600);
  const isSolvedAtOnce = solvedOn === 0;
  const isReplied = repliedAt <= CUT_SECONDS - 60;
  const [topic, cause, touchpoint] = aboutOf(it);
  const scene = {
    touchpoint,
    mood: 'bad',
    english: it.person.english,
    waitMinutes: it.waitMinutes,
    kitchenMinutes: it.mode === 'dine_in' ? it.kitchenMinutes : 0,
    lateMinutes: it.lateMinutes,
    leaks: it.leaks,
    badDish: it.badDish,
    dish: MAINS[it.badDish ? story.planted.dish.main : it.firstMain] ?? { name: '', nameEn: '' },
    phone: identifiers.phone(seed, it.member ?? 0),
    email: identifiers.email(seed, it.member ?? 0),
  } as const;
  const shared = {
    type: 'complaint',
    complaint_id: `K${order_id.slice(1)}`,
    order_id,
    org_unit_id: STORES[it.scene.store]?.id ?? null,
    touchpoint: it.mode === 'dine_in' ? 'dine_in_after' : 'delivery_after_sales',
    customer: customerOf(seed, it),
    topic,
    priority: it.leaks || it.badDish ? 'high' : 'normal',
    owner_id: `E2${String(it.scene.store + 1).padStart(4, '0')}`,
    description: comment(scene, random),
    filed_at: clock.instant(it.day, filedAt),
    due_at: clock.instant(it.day, filedAt + 2 * 86_400),
  } as const;
  if (daysLater === 0) {
    yield {
      ...shared,
      status: isSolvedAtOnce ? 'solved' : 'open',
      cause: isSolvedAtOnce ? cause : null,
      first_replied_at: isReplied ? clock.instant(it.day, repliedAt) : null,
      solved_at: isSolvedAtOnce ? clock.instant(it.day, solvedAt) : null,
      updated_at: clock.instant(it.day, isSolvedAtOnce ? solvedAt : isReplied ? repliedAt : filedAt),
    };
    return;
  }
  if (daysLater !== solvedOn) return;
  yield {
    ...shared,
    status: 'solved',
    cause,
    first_replied_at: clock.instant(it.day, Math.min(repliedAt, solvedAt)),
    solved_at: clock.instant(it.day, solvedAt),
    updated_at: clock.instant(it.day, solvedAt),
  };
}

/** Topic, the cause that is found when it is solved, and the touchpoint it is about. */
function aboutOf(it: Happening) {
  if (it.leaks) return ['packaging', 'leaking_box', 'delivery_arrival'] as const;
  if (it.badDish) return ['taste', 'recipe_change', it.mode === 'dine_in' ? 'dine_in_meal' : 'delivery_meal'] as const;
  if (it.mode === 'delivery') {
    return it.lateMinutes >= 10
      ? (['late', 'rider_short', 'delivery_arrival'] as const)
      : (['food', 'other', 'delivery_meal'] as const);
  }
  if (it.kitchenMinutes >= 28) return ['slow_service', 'kitchen_short', 'dine_in_wait'] as const;
  return it.waitMinutes >= 20
    ? (['waiting', 'no_table', 'dine_in_wait'] as const)
    : (['service', 'other', 'dine_in_meal'] as const);
}
