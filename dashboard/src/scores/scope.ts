import type { Condition } from '../api/query.ts';
import { JOURNEYS, type Mode } from './touchpoints.ts';
import { addDays, before, type Period, type Span, spanEnding } from '../period/period.ts';

/** Which days and which unit a page looks at. */
export interface Scope {
  readonly firstDay: string;
  readonly lastDay: string;
  readonly period: Period;
  readonly span: Span;
  readonly prior: Span;
  /** Narrows to a region or store inside the person's rows; empty for all of them. */
  readonly unit: readonly Condition<'region_id' | 'org_unit_id'>[];
  /** Store, region or company that the page is about: targets are set for one. */
  readonly unitId: string;
  /** The unit in words. */
  readonly name: string;
}

export function scopeOf(
  days: Pick<Scope, 'firstDay' | 'lastDay' | 'period'>,
  about: Pick<Scope, 'unit' | 'unitId' | 'name'>,
): Scope {
  const span = spanEnding(days.lastDay, days.period);
  return { ...days, ...about, span, prior: before(span) };
}

/** Days an invite is given before it counts: answers come as long, so the rate of the latest days is always too low. */
const ANSWER_DAYS = 3;

/** The period and the one before it for what was asked of customers. */
export function invitesIn({ lastDay, period }: Pick<Scope, 'lastDay' | 'period'>): Pick<Scope, 'span' | 'prior'> {
  const span = spanEnding(addDays(lastDay, -ANSWER_DAYS), period);
  return { span, prior: before(span) };
}

/** Only stages of one journey. */
export function onlyMode(mode: Mode): Condition<'touchpoint'> {
  return { member: 'touchpoint', operator: 'equals', values: JOURNEYS[mode] };
}
