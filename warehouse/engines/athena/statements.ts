import type { ColumnType } from '../../../contracts/column.ts';
import { type EventContract, lakeColumns } from '../../../contracts/event.ts';
import { lakeRelation } from '../../../contracts/lake.ts';
import { columnList, literal, quoted } from '../../sql-text.ts';
import type { OutputColumn, Part, Table } from '../engine.ts';

/** Room for paths in a statement, which may have 262,144 bytes in all. */
const PATHS_BYTES = 100_000;

/** Where Glue knows the tables and S3 holds the files. */
export interface Lake {
  readonly database: string;
  readonly bucket: string;
}

/** A lake table's type in the words of a query. Hive keeps times to the millisecond. */
const queryType = (type: ColumnType) => (type === 'timestamp' ? 'timestamp(3)' : type);

function lakeOutput(contract: EventContract): OutputColumn[] {
  const columns = Object.entries(lakeColumns(contract)).map(([name, { type }]) => ({ name, type: queryType(type) }));
  return [...columns, { name: 'dt', type: 'varchar' }];
}

const namesOf = (columns: readonly OutputColumn[]) => columnList(columns.map(({ name }) => name));

function emptyRelation(columns: readonly OutputColumn[]): string {
  return `select ${columns.map(({ name, type }) => `cast(null as ${type}) as ${quoted(name)}`).join(', ')} where false`;
}

/** Rows of a model: of each table that holds parts of it, the days that count. */
export function selectTable({ columns, partition, parts, superseded }: Table, keys: ReadonlySet<string> | null = null): string {
  const wanted = parts.filter(({ key }) => keys === null || keys.has(key));
  const tables = new Set(wanted.flatMap(({ files }) => files));
  if (tables.size === 0) return emptyRelation(columns);
  const selects = [...tables].map((table) => {
    const all = `select ${namesOf(columns)} from ${quoted(table)}`;
    if (partition === null) return all;
    const daysIn = (list: readonly Part[]) => list.filter(({ files }) => files.includes(table)).map(({ key }) => key);
    if (keys !== null) return `${all} where ${onDays(partition, daysIn(wanted))}`;
    const gone = daysIn(superseded);
    return gone.length === 0 ? all : `${all} where not (${onDays(partition, gone)})`;
  });
  return selects.join('\nunion all\n');
}

/** Distinct values of some columns in rows that only one of two states of a model has, in some of its parts. */
export function selectChanges(before: Table | null, after: Table, keys: ReadonlySet<string>, columns: readonly string[]): string {
  const now = selectTable(after, keys);
  const isBefore = before?.parts.some(({ key }) => keys.has(key)) ?? false;
  if (before === null || !isBefore) return `select distinct ${columnList(columns)} from (${now})`;
  const then = selectTable(before, keys);
  return `select distinct ${columnList(columns)} from (((${now}) except (${then})) union all ((${then}) except (${now})))`;
}

/**
 * Rows of landed files. A list of files too long for a statement is left out, and all files of their days are read: those that came
 * after the listing are then taken in twice, which changes nothing.
 */
export function selectLake({ database, bucket }: Lake, contract: EventContract, keys: readonly string[]): string {
  const columns = lakeOutput(contract);
  if (keys.length === 0) return emptyRelation(columns);
  const days = [...new Set(keys.flatMap((key) => /\/dt=(\d{4}-\d{2}-\d{2})\//.exec(key)?.[1] ?? []))].toSorted();
  const paths = keys.map((key) => literal(`s3://${bucket}/${key}`)).join(', ');
  const named = Buffer.byteLength(paths) <= PATHS_BYTES ? ` and "$path" in (${paths})` : '';
  return `select ${namesOf(columns)} from ${quoted(database)}.${quoted(lakeRelation(contract))} where dt in (${days.map(literal).join(', ')})${named}`;
}

/** A condition that holds on the given days. */
export function onDays(column: string, days: readonly string[]): string {
  if (days.length === 0) return 'false';
  const ranges = rangesOf(days.toSorted());
  const single = ranges.filter(([from, to]) => from === to).map(([day]) => `date ${literal(day)}`);
  const long = ranges
    .filter(([from, to]) => from !== to)
    .map(([from, to]) => `${quoted(column)} between date ${literal(from)} and date ${literal(to)}`);
  const conditions = [...(single.length > 0 ? [`${quoted(column)} in (${single.join(', ')})`] : []), ...long];
  return conditions.length === 1 ? conditions.join() : `(${conditions.join(' or ')})`;
}

const DAY_MS = 86_400_000;

/** Sorted days as runs without a gap. */
function rangesOf(days: readonly string[]): [string, string][] {
  const ranges: [string, string][] = [];
  for (const day of days) {
    const last = ranges.at(-1);
    if (last !== undefined && Date.parse(day) - Date.parse(last[1]) === DAY_MS) last[1] = day;
    else ranges.push([day, day]);
  }
  return ranges;
}

/** A query's rows in types that an Iceberg table keeps: times to the microsecond, texts of any length. */
export function selectTyped(sql: string, columns: readonly OutputColumn[]): string {
  const list = columns.map(({ name, type }) => `cast(${quoted(name)} as ${type}) as ${quoted(name)}`);
  return `select ${list.join(', ')} from (\n${sql}\n)`;
}

/** Day of a date column as the key of a part. */
export function partKey(column: string): string {
  return `cast(${quoted(column)} as varchar)`;
}

/** Count and order-free checksum of the rows in each group. */
export function fingerprints(relation: string, group: string, columns: readonly OutputColumn[]): string {
  return `select ${group} as part_key, count(*) as row_count, to_hex(checksum(row(${namesOf(columns)}))) as digest
    from (${relation}) group by 1`;
}
