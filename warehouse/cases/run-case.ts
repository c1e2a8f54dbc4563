import type { Engine } from '../engines/engine.ts';
import { programSql } from '../run-program.ts';
import type { Graph } from '../graph.ts';
import { columnList } from '../sql-text.ts';
import { caseSql } from './case-sql.ts';
import type { CaseCell, CaseRow, ModelCase } from './read-cases.ts';
import type { RelationTypes } from './relation-types.ts';

type Row = Readonly<Record<string, unknown>>;

/** Rows of a case that were expected and not found, and found and not expected. */
export interface Mismatch {
  readonly missing: readonly CaseRow[];
  readonly unexpected: readonly Row[];
}

/** Rows a case may have: they are small tables. */
const MAX_ROWS = 1000;

/** Runs one case on an engine. Null when it holds. */
export async function runCase(one: ModelCase, graph: Graph, types: RelationTypes, engine: Engine): Promise<Mismatch | null> {
  const node = graph.get(one.model);
  if (node === undefined) return null;
  const columns = Object.keys(one.expect[0] ?? {});
  const shown = columns.length === 0 ? '*' : columnList(columns);
  const bench = await engine.bench();
  try {
    const { program, sql, sqlFile } = node.model;
    const given = (query: string) => caseSql(one, query, node, types);
    const made =
      program === null ? given(sql) : await programSql(program, sqlFile, (query, limit) => bench.find(given(query), limit));
    const picked = one.where === undefined ? '' : ` where ${one.where}`;
    const { rows } = await bench.find(`select ${shown} from (\n${made}\n) as made${picked}`, MAX_ROWS);
    return compare(one.expect, rows);
  } finally {
    await bench.close();
  }
}

function compare(expected: readonly CaseRow[], rows: readonly Row[]): Mismatch | null {
  const unexpected = [...rows];
  const missing = expected.filter((row) => {
    const found = unexpected.findIndex((other) => Object.entries(row).every(([column, cell]) => isSame(cell, other[column])));
    if (found >= 0) unexpected.splice(found, 1);
    return found < 0;
  });
  return missing.length + unexpected.length === 0 ? null : { missing, unexpected };
}

/** Numbers to 1e-9 of their size; `~0.7545` to the digits written; times without a fraction of zeros. */
function isSame(expected: CaseCell, actual: unknown): boolean {
  if (expected === null || actual === null || actual === undefined) return expected === null && (actual ?? null) === null;
  if (typeof expected === 'number') return Math.abs(Number(actual) - expected) <= 1e-9 * Math.max(Math.abs(expected), 1e-300);
  if (Array.isArray(expected)) return JSON.stringify(expected) === JSON.stringify(actual);
  const rounded = typeof expected === 'string' ? /^~-?\d+(?:\.(\d+))?$/.exec(expected) : null;
  if (rounded !== null) return Number(actual).toFixed(rounded[1]?.length ?? 0) === String(expected).slice(1);
  const text = typeof actual === 'string' ? actual : JSON.stringify(actual);
  return text.replace(/(:\d\d)\.0+$/, '$1') === String(expected);
}
