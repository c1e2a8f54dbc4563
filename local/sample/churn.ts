import { storeAt } from './company.ts';
import type { Happening } from './happening.ts';
import { CHURN_HAZARDS, type ChurnCause } from './planted.ts';
import type { World } from './world.ts';

export const CHURN_CAUSES = [
  'any_visit',
  'slow_or_late',
  'bad_dish',
  'leaking_box',
  'rival_near',
] as const satisfies readonly ChurnCause[];

/** From here on a wait for the table, the kitchen or the rider is one that people leave for. Minutes. */
const WAIT_MINUTES = 20;
const KITCHEN_MINUTES = 30;
const LATE_MINUTES = 15;

/** Whether a cause of leaving was there at a visit. */
export function isCause(cause: ChurnCause, { planted }: World, it: Happening): boolean {
  switch (cause) {
    case 'any_visit':
      return true;
    case 'slow_or_late':
      return (
        it.waitMinutes >= WAIT_MINUTES ||
        (it.mode === 'dine_in' && it.kitchenMinutes >= KITCHEN_MINUTES) ||
        it.lateMinutes >= LATE_MINUTES
      );
    case 'bad_dish':
      return it.badDish;
    case 'leaking_box':
      return it.leaks;
    case 'rival_near':
      return it.day >= planted.rival.from && storeAt(it.person.home).city.name === planted.rival.city;
  }
}

/** Chance that a visit was a member's last. */
export function hazardAfter(world: World, it: Happening): number {
  let hazard = 0;
  for (const cause of CHURN_CAUSES) if (isCause(cause, world, it)) hazard += CHURN_HAZARDS[cause];
  return hazard;
}
