import type { StoryClock } from './clock.ts';
import { REGIONS, type RegionId } from './places.ts';
import { PURPOSES, unitOf } from './random.ts';

/** Share of days with rain. */
const RAIN_RATIO = { east: 0.26, south: 0.32, north: 0.14 } as const satisfies Record<RegionId, number>;

/** More is ordered to the door when it rains. Added to the share of delivery. */
export const RAIN_TO_DELIVERY = 0.12;

/** Whether it rains in a region on a day. A day like the one before it, four times in ten. */
export function rains(seed: number, region: RegionId, day: number): boolean {
  const place = REGIONS.findIndex(({ id }) => id === region);
  const decidedOn = unitOf(seed, PURPOSES.weather, place, 2 * day) < 0.4 ? day - 1 : day;
  return unitOf(seed, PURPOSES.weather, place, 2 * decidedOn + 1) < RAIN_RATIO[region];
}

/** Part of the usual demand that a day of the year brings: most in autumn, least in high summer. */
export function season(clock: StoryClock, day: number): number {
  const [, month = 1, date = 1] = clock.date(day).split('-').map(Number);
  return 1 + 0.04 * Math.cos((2 * Math.PI * (month - 10.5 + date / 31)) / 12);
}
