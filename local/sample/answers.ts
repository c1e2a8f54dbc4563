import type { Random } from './random.ts';
import { DELIVERY_TOUCHPOINTS, DINE_IN_TOUCHPOINTS, type Touchpoint } from './touchpoints.ts';
import { Weighted } from './random.ts';
import type { Happening, Story } from './visits.ts';

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
}

/** Upper ends of the scores, in standard deviations of how it felt; from the lowest score on. */
const CSAT_STEPS = [-2.2, -1.55, -0.72, 0.3] as const;
const NPS_STEPS = [-2.5, -2.3, -2.05, -1.8, -1.45, -1.05, -0.68, -0.25, 0.25, 0.85] as const;
const CES_STEPS = [-2.4, -2, -1.5, -1, -0.35, 0.5] as const;

/** What a customer answers: what happened, where, to whom, and a part that nobody knows. */
export function scoresOf({ effects }: Story, it: Happening, touchpoint: Touchpoint, random: Random): Scores {
  const base = 0.3 + 0.42 * it.person.leniency + effects('feeling', it.scene, touchpoint);
  const touched = base + experience(it, touchpoint) + 0.8 * random.normal();
  const overall = 0.62 * touched + 0.38 * (base + overallExperience(it)) + 0.55 * random.normal();
  const asksEffort = touchpoint === 'dine_in_order' || touchpoint === 'delivery_order' || touchpoint === 'dine_in_pay';
  return {
    csat: 1 + step(CSAT_STEPS, touched),
    nps: step(NPS_STEPS, overall),
    ces: asksEffort ? 1 + step(CES_STEPS, touched + 0.4 * random.normal()) : null,
  };
}

/** What the clock did to a touchpoint: nothing at its best. */
function experience(it: Happening, touchpoint: Touchpoint): number {
  if (touchpoint === 'dine_in_wait') return waitPain(it.waitMinutes);
  if (touchpoint === 'delivery_arrival') return latePain(it.lateMinutes);
  if (touchpoint === 'delivery_meal') return 0.55 * latePain(it.lateMinutes);
  return touchpoint === 'dine_in_meal' ? 0.15 * waitPain(it.waitMinutes) : 0;
}

function overallExperience(it: Happening): number {
  return it.mode === 'dine_in' ? 0.7 * waitPain(it.waitMinutes) : 0.8 * latePain(it.lateMinutes) - 0.15;
}

function waitPain(minutes: number): number {
  return minutes <= 4 ? 0.1 : Math.max(-1.7, 0.1 - 0.055 * (minutes - 4));
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
