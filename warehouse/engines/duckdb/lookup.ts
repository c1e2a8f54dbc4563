import type { DuckDBConnection } from '@duckdb/node-api';
import { columnList, literal, quoted } from '../../sql-text.ts';
import { type JsonRow, readRows } from './connection.ts';

/** With more kinds of values than this, one range over all of them is asked for. */
const MOST_RANGES = 16;

/** Where these of the rows have more kinds, all of them are not looked through for theirs. */
const FIRST_ROWS = 10_000;

/**
 * Rows whose columns have values that another query has too. Only the ranges in which those lie are read, one for each text up to a
 * slash (`channel/id`) and for each value of the columns before the last: where ids grow with time, that leaves most of a long history
 * alone. DuckDB prunes row groups by a constant range of text, but not by the range a join finds, nor by several in one condition.
 */
export async function selectMatching(
  connection: DuckDBConnection,
  rows: string,
  columns: readonly string[],
  others: string,
): Promise<string> {
  const ranges = await rangesOf(connection, columns, others);
  const within = ranges.map((range) => `select * from (${rows}) where ${range}`);
  if (within.length === 0) return `select * from (${rows}) where false`;
  return `select * from (${within.join(' union all ')}) semi join (${others}) using (${columnList(columns)})`;
}

async function rangesOf(connection: DuckDBConnection, columns: readonly string[], others: string): Promise<string[]> {
  const bounds = columns
    .map(
      (name, index) =>
        `cast(min(${quoted(name)}) as varchar) as low_${index}, cast(max(${quoted(name)}) as varchar) as high_${index}`,
    )
    .join(', ');
  const known = `from (${others}) where ${columns.map((name) => `${quoted(name)} is not null`).join(' and ')}`;
  const text = lastText(columns);
  const whole = await readRows(connection, `select ${bounds}, bool_or(contains(${text}, '/')) as has_kinds ${known}`);
  if (whole.every((row) => isOfOneKind(row, columns))) return whole.flatMap((row) => rangeOf(row, columns) ?? []);
  const kind = kindOf(text);
  const kinds = [...columns.slice(0, -1).map(quoted), kind].join(', ');
  const [first] = await readRows(
    connection,
    `select count(*) as n from (select distinct ${kinds} from (select * ${known} limit ${FIRST_ROWS}))`,
  );
  const few = `select ${bounds}, true as is_of_kind, ${kind} as kind ${known} group by ${kinds} limit ${MOST_RANGES + 1}`;
  const found = Number(first?.['n']) <= MOST_RANGES ? await readRows(connection, few) : [];
  const isFew = found.length > 0 && found.length <= MOST_RANGES;
  return (isFew ? found : whole).flatMap((row) => rangeOf(row, columns) ?? []);
}

function lastText(columns: readonly string[]): string {
  return `cast(${quoted(columns.at(-1) ?? '')} as varchar)`;
}

/** Kind of a row's value in the last column: its text up to a slash; none without a slash. */
function kindOf(text: string): string {
  return `case when contains(${text}, '/') then system.main.split_part(${text}, '/', 1) end`;
}

/** Whether all rows are of one kind: what lies between two texts begins as both do. */
function isOfOneKind(row: JsonRow, columns: readonly string[]): boolean {
  return columns.every((_, index) => {
    const [low, high] = [row[`low_${index}`], row[`high_${index}`]];
    if (low === high) return true;
    if (index < columns.length - 1 || typeof low !== 'string' || typeof high !== 'string') return false;
    return row['has_kinds'] !== true || (low.includes('/') && high.startsWith(low.slice(0, low.indexOf('/') + 1)));
  });
}

function rangeOf(row: JsonRow, columns: readonly string[]): string | null {
  const conditions = columns.flatMap((name, index) => {
    const [low, high] = [row[`low_${index}`], row[`high_${index}`]];
    return typeof low === 'string' && typeof high === 'string'
      ? [`${quoted(name)} between ${literal(low)} and ${literal(high)}`]
      : [];
  });
  if (conditions.length < columns.length) return null;
  // Texts without a slash lie between those with one: of each row one range alone may have it.
  const kind = typeof row['kind'] === 'string' ? literal(row['kind']) : 'null';
  const ofKind = row['is_of_kind'] === true ? [`(${kindOf(lastText(columns))}) is not distinct from ${kind}`] : [];
  return [...conditions, ...ofKind].join(' and ');
}
