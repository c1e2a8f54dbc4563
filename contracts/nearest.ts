import { closest, distance } from 'fastest-levenshtein';

/** The name that a mistyped one most likely means, or undefined when all are far off. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(name, [...known]);
  return distance(name, best) <= Math.max(2, Math.floor(name.length / 3)) ? best : undefined;
}
