import { type Estimate, Z95 } from './estimate.ts';

export interface Shrunk {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Weight of the unit's own score, 0..1. */
  readonly weight: number;
}

/** τ²: variance between units with the sampling variance taken off, floored at 0. */
export function betweenVariance(units: readonly Estimate[], parent: number): number {
  if (units.length < 2) return 0;
  const spread = units.reduce((sum, unit) => sum + (unit.value - parent) ** 2, 0) / (units.length - 1);
  const sampling = units.reduce((sum, unit) => sum + unit.se ** 2, 0) / units.length;
  return Math.max(0, spread - sampling);
}

/** B·own + (1 − B)·parent with B = τ²/(τ² + SE²): the smaller the sample, the closer to the parent. */
export function shrink(unit: Estimate, parent: number, tau2: number): Shrunk {
  const weight = tau2 + unit.se ** 2 > 0 ? tau2 / (tau2 + unit.se ** 2) : 1;
  const value = weight * unit.value + (1 - weight) * parent;
  const reach = Z95 * Math.sqrt(weight) * unit.se;
  return { value, low: value - reach, high: value + reach, weight };
}
