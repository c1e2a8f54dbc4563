import type { Part } from './engine.ts';

/** Files of one model from which an incremental build starts to put them together. */
const MOST_FILES = 8;

/**
 * Files whose rows an incremental build writes again into its own file: those that hold more superseded rows than others, and, when
 * there are many files, the smaller ones up to one that is larger than they are together. So a row is rewritten about as often as the
 * logarithm of the history's length, and large files of old days are left alone.
 */
export function filesToAbsorb(parts: readonly Part[], superseded: readonly Part[]): Set<string> {
  const live = rowsByFile(parts);
  const dead = rowsByFile(superseded);
  const absorbed = new Set([...live].flatMap(([file, rows]) => ((dead.get(file) ?? 0) > rows ? [file] : [])));
  const others = [...live].filter(([file]) => !absorbed.has(file)).toSorted(([, a], [, b]) => a - b);
  if (others.length < MOST_FILES) return absorbed;
  let together = 0;
  for (const [index, [file, rows]] of others.entries()) {
    if (index >= MOST_FILES / 2 && rows > together) break;
    together += rows;
    absorbed.add(file);
  }
  return absorbed;
}

function rowsByFile(parts: readonly Part[]): Map<string, number> {
  const rows = new Map<string, number>();
  for (const part of parts) for (const file of part.files) rows.set(file, (rows.get(file) ?? 0) + part.rows);
  return rows;
}
