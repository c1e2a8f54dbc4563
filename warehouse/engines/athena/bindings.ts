import { columnList, quoted } from '../../sql-text.ts';
import type { Source } from '../engine.ts';
import { type Lake, selectChanges, selectLake, selectTable } from './statements.ts';

/** What names stand for while one model runs. Athena has no views of one session, so each statement brings those that it needs. */
export interface Bindings {
  bind(relation: string, source: Source): void;
  sourceOf(relation: string): Source | undefined;
  /** A query with the names that it reads bound to queries. */
  within(sql: string): string;
}

interface Bound {
  readonly source: Source;
  readonly sql: string;
}

export function bindings(lake: Lake): Bindings {
  const bound = new Map<string, Bound>();
  return {
    bind: (relation, source) => void bound.set(relation, { source, sql: selectOf(lake, source) }),
    sourceOf: (relation) => bound.get(relation)?.source,
    within: (sql) => within(bound, sql),
  };
}

function selectOf(lake: Lake, source: Source): string {
  switch (source.kind) {
    case 'table':
      return selectTable(source.table, source.keys);
    case 'matching': {
      const met = source.relations.map((relation) => `select ${columnList(source.columns)} from ${quoted(relation)}`);
      const same = source.columns.map((name) => `met.${quoted(name)} = own.${quoted(name)}`).join(' and ');
      const own = selectTable(source.table, source.keys);
      return `select own.* from (${own}) own where exists (select 1 from (${met.join(' union all ')}) met where ${same})`;
    }
    case 'changes':
      return selectChanges(source.before, source.after, source.keys, source.columns);
    case 'query':
      return source.sql;
    case 'lake':
      return selectLake(lake, source.contract, source.keys);
  }
}

/**
 * The binding is around a query and not before it, so that a query may give a CTE the name of the relation that it reads. A table's own
 * text names no relation that is bound.
 */
function within(bound: ReadonlyMap<string, Bound>, sql: string): string {
  const needed = new Map<string, string>();
  const visit = (text: string, path: readonly string[]) => {
    for (const [name, { source, sql: select }] of bound) {
      if (needed.has(name) || path.includes(name) || !names(text, name)) continue;
      if (source.kind === 'matching' || source.kind === 'query') visit(select, [...path, name]);
      needed.set(name, select);
    }
  };
  visit(sql, []);
  const list = [...needed].map(([name, select]) => `${quoted(name)} as (\n${select}\n)`);
  return list.length === 0 ? sql : `with ${list.join(',\n')}\nselect * from (\n${sql}\n)`;
}

/** Whether a text has the name as a whole word: `x` is not read by a query on `x__changes`. */
function names(text: string, name: string): boolean {
  return new RegExp(String.raw`\b${name}\b`).test(text);
}
