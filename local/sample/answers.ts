import type { Happening } from './happening.ts';
import { DRIVER_WEIGHTS } from './planted.ts';
import { PURPOSES, type Random, Weighted } from './random.ts';
import { DELIVERY_TOUCHPOINTS, DINE_IN_TOUCHPOINTS, type Touchpoint } from './touchpoints.ts';
import type { World } from './world.ts';

const dineInChoice = new Weighted([15, 28, 42, 15]);
const deliveryChoice = new Weighted([15, 45, 40]);

/** Touchpoint that a survey asks about. */
export function touchpointOf(it: Happening, random: Random): Touchpoint {
  return it.mode === 'dine_in'
    ? (DINE_IN_TOUCHPOINTS[dineInChoice.pick(random)] ?? 'dine_in_meal')
    : (DELIVERY_TOUCHPOINTS[deliveryChoice.pick(random)] ?? 'delivery_meal');
}

export interface Scores {
  /** 1 to 5, of the touchpoint. */
  readonly csat: number;
  /** 0 to 10, of the whole visit or delivery. */
  readonly nps: number;
  /** Version 2, 1 to 7; asked where something had to be done: ordering and paying. */
  readonly ces: number | null;
  /** 1 to 5 of each driver, in the order of {@link DRIVERS}. */
  readonly drivers: readonly number[];
}

export const DRIVERS = {
  dine_in: ['food', 'service', 'speed', 'place', 'price'],
  delivery: ['food', 'packaging', 'speed', 'price', 'rider'],
} as const;

const WEIGHTS = {
  dine_in: DRIVERS.dine_in.map((driver) => DRIVER_WEIGHTS.dine_in[driver]),
  delivery: DRIVERS.delivery.map((driver) => DRIVER_WEIGHTS.delivery[driver]),
} as const;

/** Place in {@link DRIVERS} of what a touchpoint is judged by. */
const JUDGED_BY: Readonly<Record<Touchpoint, number>> = {
  dine_in_order: 1,
  dine_in_wait: 2,
  dine_in_meal: 0,
  dine_in_pay: 4,
  delivery_order: 3,
  delivery_arrival: 1,
  delivery_meal: 0,
};

/** Upper ends of the scores, in standard deviations of how it felt; from the lowest score on. */
const CSAT_STEPS = [-2.2, -1.55, -0.72, 0.3] as const;
const NPS_STEPS = [-2.5, -2.3, -2.05, -1.8, -1.45, -1.05, -0.68, -0.25, 0.25, 0.85] as const;
const CES_STEPS = [-2.4, -2, -1.5, -1, -0.35, 0.5] as const;

/**
 * What a customer would answer, also one who is not asked or keeps silent: what happened, where, to whom, and a part that nobody
 * knows. Starts the random stream anew.
 */
export function scoresOf({ options, effects, planted }: World, it: Happening, touchpoint: Touchpoint, random: Random): Scores {
  random.start(options.seed, PURPOSES.score, it.key, it.day);
  const everywhere = effects('feeling', it.scene);
  const base = 0.3 + 0.42 * it.person.leniency + everywhere;
  const met = it.mode === 'dine_in' ? metAtTable(it) : metAtDoor(it, planted.packaging.feeling);
  if (it.badDish) met[0] = (met[0] ?? 0) + planted.dish.feeling;
  const weights = WEIGHTS[it.mode];
  const felt: number[] = [];
  let overall = it.mode === 'dine_in' ? 0 : -0.15;
  for (const [i, one] of met.entries()) {
    const feeling = base + one + 0.8 * random.normal();
    felt.push(feeling);
    overall += (weights[i] ?? 0) * feeling;
  }
  overall += 0.55 * random.normal();
  let touched = (felt[JUDGED_BY[touchpoint]] ?? base) + effects('feeling', it.scene, touchpoint) - everywhere;
  if (touchpoint === 'delivery_arrival') touched += met[2] ?? 0;
  const asksEffort = touchpoint === 'dine_in_order' || touchpoint === 'delivery_order' || touchpoint === 'dine_in_pay';
  const effort = touched + 0.4 * random.normal();
  return {
    csat: 1 + step(CSAT_STEPS, touched),
    nps: step(NPS_STEPS, overall),
    ces: asksEffort ? 1 + step(CES_STEPS, effort) : null,
    drivers: felt.map((feeling) => 1 + step(CSAT_STEPS, feeling)),
  };
}

/** What the clock did to each driver: nothing at its best. */
function metAtTable(it: Happening): number[] {
  const wait = waitPain(it.waitMinutes);
  return [0.15 * wait, 0.3 * wait, wait + kitchenPain(it.kitchenMinutes), 0, 0];
}

function metAtDoor(it: Happening, leak: number): number[] {
  const late = latePain(it.lateMinutes);
  return [0.55 * late, it.leaks ? leak : 0, late, 0, 0.3 * late];
}

function waitPain(minutes: number): number {
  return minutes <= 4 ? 0.1 : Math.max(-1.7, 0.1 - 0.055 * (minutes - 4));
}

function kitchenPain(minutes: number): number {
  return minutes <= 20 ? 0 : Math.max(-2, -0.08 * (minutes - 20));
}

function latePain(minutes: number): number {
  return minutes <= 0 ? 0.1 : Math.max(-2, -0.5 - 0.05 * minutes);
}

/** Number of steps below a value. */
function step(steps: readonly number[], value: number): number {
  let reached = 0;
  for (const edge of steps) if (value >= edge) reached++;
  return reached;
}

/** Chance that someone who opened a survey answers it, before what follows. */
const ANSWERS_RATIO = 0.69;
const BY_TIER = [0.85, 1.1, 1.3, 1.45] as const;
const GUEST_FACTOR = 0.6;
const BY_MODE = { dine_in: 1.1, delivery: 0.87 } as const;
const UNLUCKY_FACTOR = 1.2;
const MOST = 0.97;

/** Chance to answer: those who know us, sit at our tables, had to wait, are very happy or unhappy do so more than others. */
export function answerChance(it: Happening, nps: number): number {
  const who = it.member === null ? GUEST_FACTOR : (BY_TIER[it.person.tier] ?? 1);
  const unlucky = it.waitMinutes >= 15 || it.lateMinutes >= 10 ? UNLUCKY_FACTOR : 1;
  const mood = nps >= 9 ? 1.12 : nps <= 5 ? 1.3 : 0.9;
  return Math.min(MOST, ANSWERS_RATIO * who * BY_MODE[it.mode] * unlucky * mood);
}
