import type { Found, Part } from './engines/engine.ts';
import { BuildError } from './errors.ts';
import { quoted } from './sql-text.ts';

/** Days of the published build that the days of this one are held against. */
const REFERENCE_DAYS = 28;
/** Fewer rows than this on either side say nothing of a distribution. */
const MIN_ROWS = 100;
/** More classes than this are no distribution to hold anything against. */
export const MAX_CLASSES = 50;
/** A share of 0 has no logarithm: a value that was never met counts as half a row. */
const HALF_ROW = 0.5;

export interface DriftRule {
  readonly column: string;
  /** Bounds of classes, ascending; every value is its own class without them. */
  readonly edges: readonly number[] | null;
  readonly maxPsi: number;
}

/** Counts of the classes of a column, the most frequent first; null is a class. */
export function classCounts({ column, edges }: DriftRule, relation: string): string {
  const value = quoted(column);
  const classes =
    edges === null
      ? `cast(${value} as varchar)`
      : `case when ${value} is null then null ${edges.map((edge) => `when ${value} < ${edge} then 'below ${edge}'`).join(' ')} else 'from ${edges.at(-1) ?? ''} on' end`;
  return `select class, count(*) as row_count from (select ${classes} as class from ${relation}) as classes
    group by class order by count(*) desc, class`;
}

/**
 * Days of the published build to compare with: of a model kept by days the last ones before the newest changed day, without those
 * that changed; null for all, where the whole model was built.
 */
export function referenceDays(before: readonly Part[], changed: ReadonlySet<string> | null): ReadonlySet<string> | null {
  if (changed === null) return null;
  const newest = [...changed].toSorted().at(-1) ?? '';
  const earlier = before.flatMap(({ key }) => (key < newest && !changed.has(key) ? [key] : []));
  return new Set(earlier.toSorted().slice(-REFERENCE_DAYS));
}

/**
 * Population stability index of the shares now against those before, less what chance alone gives on so many rows:
 * sum of (p − q) · ln(p / q), and chance gives (classes − 1) · (1/n + 1/m).
 * @throws {BuildError} when there are too many classes.
 */
export function driftBetween(now: Found, before: Found, { column, maxPsi }: DriftRule): Found {
  if (Math.max(now.count, before.count) > MAX_CLASSES)
    throw new BuildError(
      `${column} drift: expected at most ${MAX_CLASSES} values; give the bounds of classes as edges: [a, b, …]`,
    );
  const [counts, reference] = [countsOf(now), countsOf(before)];
  const [n, m] = [total(counts), total(reference)];
  if (n < MIN_ROWS || m < MIN_ROWS) return { count: 0, rows: [] };
  const classes = [...new Set([...counts.keys(), ...reference.keys()])];
  const parts = classes.map((name) => {
    const [p, q] = [share(counts.get(name), n), share(reference.get(name), m)];
    return { name, p, q, psi: (p - q) * Math.log(p / q) };
  });
  const psi = parts.reduce((sum, part) => sum + part.psi, 0) - (classes.length - 1) * (1 / n + 1 / m);
  if (psi <= maxPsi) return { count: 0, rows: [] };
  const rows = parts
    .toSorted((a, b) => b.psi - a.psi)
    .map(({ name, p, q }) => ({ value: name, share_before: round(q), share_now: round(p), psi: round(psi), max_psi: maxPsi }));
  return { count: rows.length, rows };
}

function countsOf({ rows }: Found): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(typeof row['class'] === 'string' ? row['class'] : '(null)', Number(row['row_count']));
  return counts;
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

function share(count: number | undefined, of: number): number {
  return (count ?? HALF_ROW) / of;
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
