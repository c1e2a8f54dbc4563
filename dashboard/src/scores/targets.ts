import { numberOrNull } from '../api/http.ts';
import { type Loading, useRows } from '../api/use-rows.ts';

/** A value to reach, on a scale of 100 as the scores are. */
export interface Target {
  readonly touchpoint: string;
  readonly value: number;
  readonly from: string;
  /** Null while it is open. */
  readonly to: string | null;
}

interface Targets {
  /** The target of a touchpoint on a day, or null. */
  readonly on: (day: string, touchpoint?: string) => number | null;
  readonly of: Loading;
}

const ALL = 'all';

/** The one that holds on a day: of several, the one that began last. */
export function targetOn(targets: readonly Target[], day: string, touchpoint = ALL): number | null {
  const holding = targets.filter(
    (target) => target.touchpoint === touchpoint && target.from <= day && (target.to === null || day <= target.to),
  );
  return (
    holding.reduce<Target | null>((last, target) => (last === null || target.from > last.from ? target : last), null)?.value ??
    null
  );
}

/** What a unit wants a score to reach. A unit without a target of its own has none: it is not handed down. */
export function useTargets(metric: 'nps' | 'csat', unitId: string): Targets {
  const asked = useRows({
    subject: 'target',
    measures: [],
    dimensions: ['touchpoint', 'target_value', 'start_date', 'end_date'],
    filters: [
      { member: 'metric', operator: 'equals', values: [metric] },
      { member: 'org_unit_id', operator: 'equals', values: [unitId] },
    ],
  });
  const scale = metric === 'csat' ? 100 : 1;
  const targets = asked.rows.flatMap((row): Target[] => {
    const value = numberOrNull(row.target_value);
    if (value === null || row.start_date === null) return [];
    const to = row.end_date?.slice(0, 10) ?? null;
    return [{ touchpoint: row.touchpoint ?? ALL, value: scale * value, from: row.start_date.slice(0, 10), to }];
  });
  return { on: (day, touchpoint) => targetOn(targets, day, touchpoint), of: asked };
}
