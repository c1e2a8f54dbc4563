import type { Table } from './engines/engine.ts';
import type { ModelEntry } from './manifest.ts';
import type { MatchedInputs } from './matching.ts';
import type { Window } from './model.ts';

/** Keys of the parts in which two states of a model differ. */
export function changedKeys(before: ModelEntry | null, after: ModelEntry): Set<string> {
  const key = (part: ModelEntry['parts'][number]) => `${part.key} ${part.since}`;
  const old = new Map((before?.parts ?? []).map((part) => [key(part), part.key]));
  const now = new Map(after.parts.map((part) => [key(part), part.key]));
  const differing = [...old].filter(([id]) => !now.has(id)).concat([...now].filter(([id]) => !old.has(id)));
  return new Set(differing.map(([, part]) => part));
}

const DAY_MS = 86_400_000;

function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function around(days: Iterable<string>, before: number, after: number): Set<string> {
  const found = new Set<string>();
  for (const day of days) for (let offset = -before; offset <= after; offset += 1) found.add(shifted(day, offset));
  return found;
}

type Reach = Pick<Window, 'beforeDays' | 'afterDays'>;

/** Output days that rows of these input days can influence: the window seen from the other side. */
export function daysTouchedBy(inputDays: Iterable<string>, window: Reach): Set<string> {
  return around(inputDays, window.afterDays, window.beforeDays);
}

/** Input days that these output days need. */
export function daysNeededBy(outputDays: Iterable<string>, window: Reach): Set<string> {
  return around(outputDays, window.beforeDays, window.afterDays);
}

/** Of the days, new ones on which an input has so many rows; none where a day also follows from rows of the days around it. */
export function largeNewDays(
  days: readonly string[],
  { inputs, tableOf }: MatchedInputs,
  existing: Table,
  largeDay: number | null,
): string[] {
  const dated = [...inputs].flatMap(([input, reach]) => (reach.kind === 'days' ? [{ input, ...reach }] : []));
  if (largeDay === null || dated.some(({ beforeDays, afterDays }) => beforeDays + afterDays > 0)) return [];
  const known = new Set(existing.parts.map(({ key }) => key));
  const parts = dated.flatMap(({ input }) => tableOf(input).parts);
  const large = new Set(parts.flatMap(({ key, rows }) => (rows >= largeDay && !known.has(key) ? [key] : [])));
  return days.filter((day) => large.has(day));
}
