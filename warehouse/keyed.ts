import type { Bench, ReplaceRequest, Table } from './engines/engine.ts';
import { columnList, quoted } from './sql-text.ts';

/** Values whose rows are made again, the rows that they had, what the SQL makes of them now, and those that only one of the two has. */
const VALUES = 'touched__values';
const FOUND = 'found__rows';
const OUTDATED = 'outdated__rows';
const AGAIN = 'again__rows';
const DIFFERING = 'differing__rows';
/** All other rows of the days on which those lie. */
const STANDING = 'standing__rows';

/** An input of a keyed model. `changed` holds the keys of its parts with changed rows; empty where it is as it was. */
export interface KeyedInput {
  readonly name: string;
  readonly before: Table | null;
  readonly after: Table;
  readonly changed: ReadonlySet<string>;
}

/**
 * Makes the rows again that have a value of the columns which a changed row of an input has. The SQL sees rows with these values alone,
 * of the inputs that are given; all others stay as they are bound.
 */
export async function replaceByKey(
  bench: Bench,
  { sql, target, existing }: Omit<ReplaceRequest, 'days'>,
  columns: readonly string[],
  inputs: readonly KeyedInput[],
): Promise<Table> {
  const changes: string[] = [];
  for (const { name, before, after, changed } of inputs) {
    if (changed.size === 0) continue;
    changes.push(`${name}__changes`);
    await bench.bind(`${name}__changes`, { kind: 'changes', before, after, keys: changed, columns });
  }
  const keys = columnList(columns);
  const keep = (relation: string, query: string) => bench.bind(relation, { kind: 'query', sql: query, isReadOften: true });
  await keep(VALUES, changes.map((relation) => `select ${keys} from ${quoted(relation)}`).join(' union '));
  const matching = (table: Table) => ({ kind: 'matching', table, keys: null, columns, relations: [VALUES] }) as const;
  for (const { name, after } of inputs) await bench.bind(name, matching(after));
  await bench.bind(FOUND, matching(existing));
  const names = columnList(existing.columns.map(({ name }) => name));
  await keep(OUTDATED, `select ${names} from ${FOUND}`);
  await keep(AGAIN, `select ${names} from (\n${sql}\n)`);
  const sides = `select ${names}, 1 as side from ${AGAIN} union all select ${names}, -1 as side from ${OUTDATED}`;
  await bench.bind(DIFFERING, { kind: 'query', sql: `select ${names} from (${sides}) group by ${names} having sum(side) <> 0` });
  const days = await bench.daysOf(DIFFERING, target.partition);
  const known = new Set(existing.parts.map(({ key }) => key));
  await bench.bind(STANDING, { kind: 'table', table: existing, keys: new Set(days.filter((day) => known.has(day))) });
  const same = columns.map((name) => `${VALUES}.${quoted(name)} = ${STANDING}.${quoted(name)}`).join(' and ');
  const rows = `select ${names} from ${AGAIN}
    union all select ${names} from ${STANDING} where not exists (select 1 from ${VALUES} where ${same})`;
  return bench.replace({ sql: rows, target, existing, days: days.toSorted() });
}
