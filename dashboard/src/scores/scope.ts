import type { Condition } from '../api/query.ts';
import { JOURNEYS, type Mode } from './touchpoints.ts';
import { before, type Period, type Span, spanEnding } from '../period/period.ts';

/** Which days and which unit a page looks at. */
export interface Scope {
  readonly firstDay: string;
  readonly lastDay: string;
  readonly period: Period;
  readonly span: Span;
  readonly prior: Span;
  /** Narrows to a region or store inside the person's rows; empty for all of them. */
  readonly unit: readonly Condition<'region_id' | 'org_unit_id'>[];
  /** The unit in words. */
  readonly name: string;
}

export function scopeOf(firstDay: string, lastDay: string, period: Period, unit: Scope['unit'], name: string): Scope {
  const span = spanEnding(lastDay, period);
  return { firstDay, lastDay, period, span, prior: before(span), unit, name };
}

/** Only stages of one journey. */
export function onlyMode(mode: Mode): Condition<'touchpoint'> {
  return { member: 'touchpoint', operator: 'equals', values: JOURNEYS[mode] };
}
