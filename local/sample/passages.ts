import type { z } from 'zod';
import type { trackSchema } from '../../channels/segment/action.ts';
import type { identifySchema } from '../../channels/segment/contact.ts';
import { scoresOf, touchpointOf } from './answers.ts';
import { storeAt } from './company.ts';
import { isAppPassage } from './customers.ts';
import type { Happening } from './happening.ts';
import { Known } from './households.ts';
import { identifiers } from './identifiers.ts';
import { lapsedCount, memberCount, personOf } from './people.ts';
import { orderId } from './pos.ts';
import { mix, PURPOSES, Random, unitOf } from './random.ts';
import type { Mode } from './touchpoints.ts';
import type { Story } from './visits.ts';

export type TrackRecord = z.input<typeof trackSchema>;
type IdentifyRecord = z.input<typeof identifySchema>;
export type SegmentRecord = TrackRecord | IdentifyRecord;

/** Share of passages that begin with a look at the store or the menu that the app saw. */
const DISCOVERS_RATIO = 0.9;
const RESERVES_RATIO = 0.45;
const READS_RECEIPT_RATIO = 0.5;
const CONFIRMS_RATIO = 0.6;
const ASKS_HELP_RATIO = { unhappy: 0.35, other: 0.02 } as const;
const UNHAPPY_UP_TO = 5;
/** Share of passages that begin before the customer has signed in. */
const SIGNS_IN_LATER_RATIO = 0.4;
/** Share of passages in which the app tells of the phone again. */
const IDENTIFIES_RATIO = 0.1;
/** Looks at the app that lead to no order, a day at scale 1. */
const BROWSES = 700;
const BROWSE_RESERVES_RATIO = 0.12;
/** From here down, the keys of looks: below those of guests. */
const BROWSE_KEY = -(1 << 30);

/** What was done in the app at one stage of a passage. */
export interface Step {
  readonly stage: 'discover' | 'reserve' | 'order' | 'eat' | 'after' | 'after_sales';
  /** Seconds after midnight. */
  readonly at: number;
}

const ACTIONS = {
  dine_in: {
    discover: ['store_viewed', 'dine_in_discover'],
    reserve: ['table_reserved', 'dine_in_reserve'],
    order: ['order_submitted', 'dine_in_order'],
    eat: ['', ''],
    after: ['receipt_viewed', 'dine_in_after'],
    after_sales: ['', ''],
  },
  delivery: {
    discover: ['menu_viewed', 'delivery_discover'],
    reserve: ['', ''],
    order: ['order_submitted', 'delivery_order'],
    eat: ['delivery_confirmed', 'delivery_meal'],
    after: ['', ''],
    after_sales: ['help_opened', 'delivery_after_sales'],
  },
} as const;

const scratch = new Random();

/** What the app saw of an order's passage, in its order; empty where it was made without the app. */
export function stepsOf(story: Story, it: Happening, random: Random): Step[] {
  const { seed } = story.options;
  if (!isAppPassage(seed, it)) return [];
  random.start(seed, PURPOSES.passage, it.key, it.day);
  const steps: Step[] = [];
  const begin = it.mode === 'dine_in' ? it.arrivedAt : it.placedAt;
  if (random.chance(DISCOVERS_RATIO)) {
    const at = begin - Math.round(60 * (it.mode === 'dine_in' ? random.between(10, 90) : random.between(1, 15)));
    steps.push({ stage: 'discover', at });
    if (it.mode === 'dine_in' && random.chance(RESERVES_RATIO)) steps.push({ stage: 'reserve', at: at + 60 + random.below(240) });
  }
  steps.push({ stage: 'order', at: it.placedAt });
  if (it.decision === 'cancelled') return steps;
  if (it.mode === 'dine_in') {
    if (random.chance(READS_RECEIPT_RATIO)) steps.push({ stage: 'after', at: it.leftAt + 60 + random.below(3000) });
    return steps;
  }
  if (random.chance(CONFIRMS_RATIO)) steps.push({ stage: 'eat', at: it.completedAt + 120 + random.below(1500) });
  const { nps } = scoresOf(story, it, touchpointOf(it, scratch.start(seed, PURPOSES.answer, it.key, it.day)), scratch);
  if (random.chance(nps <= UNHAPPY_UP_TO ? ASKS_HELP_RATIO.unhappy : ASKS_HELP_RATIO.other))
    steps.push({ stage: 'after_sales', at: it.completedAt + 1800 + random.below(3000) });
  return steps;
}

/** The calls of the app about one order. */
export function* passageRecords(story: Story, it: Happening, random: Random): Iterable<SegmentRecord> {
  const { seed } = story.options;
  const steps = stepsOf(story, it, random);
  if (steps.length === 0) return;
  const date = story.clock.date(it.day);
  const order_id = orderId(date, it.number);
  const session = sessionOf(seed, it.key, it.day);
  const known = it.member === null ? null : new Known(seed, it.member);
  const cookie = known?.cookie ?? identifiers.guestCookie(seed, it.guest);
  const signsInLater = random.chance(SIGNS_IN_LATER_RATIO);
  const store = storeAt(it.scene.store).id;
  for (const { stage, at } of steps) {
    const [event, touchpoint] = ACTIONS[it.mode][stage];
    const isBefore = stage === 'discover' || stage === 'reserve';
    yield {
      type: 'track',
      messageId: `A${order_id.slice(1)}-${stage}`,
      event,
      timestamp: story.clock.instant(it.day, at),
      userId: isBefore && signsInLater ? null : (known?.account ?? null),
      anonymousId: cookie,
      context: known !== null && it.key % 3 === 0 ? { sessionId: session, device: { id: known.device } } : { sessionId: session },
      properties: isBefore ? { org_unit_id: store, touchpoint } : { org_unit_id: store, touchpoint, order_id },
    };
  }
  if (known === null || !random.chance(IDENTIFIES_RATIO)) return;
  yield {
    type: 'identify',
    messageId: `A${order_id.slice(1)}-phone`,
    timestamp: story.clock.instant(it.day, it.placedAt),
    userId: known.account,
    anonymousId: cookie,
    traits: { phone: known.phone },
  };
}

/** A look at the app that led to no order. */
export interface Browse {
  readonly place: number;
  readonly mode: Mode;
  readonly store: number;
  /** A lapsed member who has an account, or null for a stranger. Neither orders. */
  readonly lapsed: number | null;
  readonly reserves: boolean;
  readonly at: number;
}

/** Share of looks by people whom nobody knows. */
const STRANGER_RATIO = 0.4;

export function* browsesOn({ options, homes }: Story, day: number): Iterable<Browse> {
  const { seed, scale } = options;
  const random = new Random().start(seed, PURPOSES.passage, BROWSE_KEY + 1, day);
  const count = Math.round(BROWSES * scale * random.between(0.9, 1.1));
  const [members, lapsedMembers] = [memberCount(options), lapsedCount(options)];
  for (let place = 0; place < count; place++) {
    random.start(seed, PURPOSES.passage, BROWSE_KEY - place, day);
    const drawn = members + random.below(lapsedMembers);
    const isStranger = random.chance(STRANGER_RATIO) || lapsedMembers === 0;
    const mode = random.chance(0.6) ? 'dine_in' : 'delivery';
    const reserves = mode === 'dine_in' && random.chance(BROWSE_RESERVES_RATIO);
    const at = Math.round(random.between(9.5, 22) * 3600);
    const lapsed = isStranger ? null : drawn;
    const store = lapsed === null ? homes.pick(random) : personOf(seed, lapsed, homes, random).home;
    yield { place, mode, store, lapsed, reserves, at };
  }
}

/** The calls of the app about looks that led nowhere. */
export function* browseRecords(story: Story, day: number): Iterable<TrackRecord> {
  const { options, clock } = story;
  const { seed } = options;
  const date = clock.date(day).replaceAll('-', '');
  for (const { place, mode, store, lapsed, reserves, at } of browsesOn(story, day)) {
    const cookie = lapsed === null ? identifiers.guestCookie(seed, strangerNumber(day, place)) : identifiers.cookie(seed, lapsed);
    const call = (stage: 'discover' | 'reserve', seconds: number): TrackRecord => {
      const [event, touchpoint] = ACTIONS[mode][stage];
      return {
        type: 'track',
        messageId: `B${date}-${place}-${stage}`,
        event,
        timestamp: clock.instant(day, seconds),
        userId: lapsed === null ? null : identifiers.account(lapsed),
        anonymousId: cookie,
        context: { sessionId: sessionOf(seed, BROWSE_KEY - place, day) },
        properties: { org_unit_id: storeAt(store).id, touchpoint },
      };
    };
    yield call('discover', at);
    if (reserves) yield call('reserve', at + 90);
  }
}

/** Strangers are numbered apart from guests, who are numbered from 0 up. */
export function strangerNumber(day: number, place: number): number {
  return -1 - ((day << 19) | place);
}

function sessionOf(seed: number, key: number, day: number): number {
  return mix(seed, PURPOSES.passage, key, day + 7) * 1024 + (key & 1023);
}

/** Whether a guest who orders by the app came by an advertisement. */
export function cameByAdvertisement(seed: number, it: Happening): boolean {
  return it.member === null && isAppPassage(seed, it) && unitOf(seed, PURPOSES.campaign, it.key, it.day) < 0.35;
}
