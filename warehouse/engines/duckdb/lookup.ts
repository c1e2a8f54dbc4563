import type { DuckDBConnection } from '@duckdb/node-api';
import { columnList, literal, quoted } from '../../sql-text.ts';
import { readRows } from './connection.ts';

/** With more kinds of values than this, one range over all of them is asked for. */
const MOST_RANGES = 16;

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
  const known = columns.map((name) => `${quoted(name)} is not null`).join(' and ');
  const text = `cast(${quoted(columns.at(-1) ?? '')} as varchar)`;
  const last = `case when contains(${text}, '/') then system.main.split_part(${text}, '/', 1) end`;
  const kinds = [...columns.slice(0, -1).map(quoted), last].join(', ');
  const found = await readRows(
    connection,
    `select ${bounds}, true as is_of_kind, ${last} as kind from (${others}) where ${known} group by ${kinds} limit ${MOST_RANGES + 1}`,
  );
  const rows =
    found.length <= MOST_RANGES ? found : await readRows(connection, `select ${bounds} from (${others}) where ${known}`);
  return rows.flatMap((row) => {
    const conditions = columns.flatMap((name, index) => {
      const [low, high] = [row[`low_${index}`], row[`high_${index}`]];
      return typeof low === 'string' && typeof high === 'string'
        ? [`${quoted(name)} between ${literal(low)} and ${literal(high)}`]
        : [];
    });
    if (conditions.length < columns.length) return [];
    // Texts without a slash lie between those with one: of each row one range alone may have it.
    const kind = typeof row['kind'] === 'string' ? literal(row['kind']) : 'null';
    return [[...conditions, ...(row['is_of_kind'] === true ? [`(${last}) is not distinct from ${kind}`] : [])].join(' and ')];
  });
}
