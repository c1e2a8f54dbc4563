/** Whole days, both ends included, written `2026-11-15`. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** Periods a page can show, in days back from the latest business date. */
export const PERIODS = [7, 28, 91] as const;

export type Period = (typeof PERIODS)[number];

const DAY_MS = 86_400_000;

/** A calendar day moved by whole days. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** The `days` days that end with `last`. */
export function spanEnding(last: string, days: number): Span {
  return { from: addDays(last, 1 - days), to: last };
}

/** As many days again, just before. */
export function before(span: Span): Span {
  const days = daysIn(span);
  return { from: addDays(span.from, -days), to: addDays(span.from, -1) };
}

export function daysIn(span: Span): number {
  return Math.round((Date.parse(span.to) - Date.parse(span.from)) / DAY_MS) + 1;
}

/** Monday of the day's week. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

/** `count` calendar weeks up to `last`; the latest may not be over yet. */
export function weeksEnding(last: string, count: number): Span {
  return { from: addDays(mondayOf(last), -7 * (count - 1)), to: last };
}

/** Whether the week that begins on `monday` is over by the end of `last`. */
export function isWholeWeek(monday: string, last: string): boolean {
  return addDays(monday, 6) <= last;
}
