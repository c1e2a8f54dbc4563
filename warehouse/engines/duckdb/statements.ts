import { join } from 'node:path';
import type { ColumnType } from '../../../contracts/column.ts';
import type { EventContract } from '../../../contracts/event.ts';
import { lakeColumns } from '../../../contracts/event.ts';
import { columnList, literal, quoted } from '../../sql-text.ts';
import type { OutputColumn, Part, Table } from '../engine.ts';

const TYPES: Readonly<Record<ColumnType, string>> = {
  varchar: 'VARCHAR',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP',
  date: 'DATE',
  'decimal(18,2)': 'DECIMAL(18,2)',
  'array(varchar)': 'VARCHAR[]',
};

/** Columns of a lake table as DuckDB names their types, with `dt` of the folder last. */
function lakeOutput(contract: EventContract): OutputColumn[] {
  const columns = Object.entries(lakeColumns(contract)).map(([name, { type }]) => ({ name, type: TYPES[type] }));
  return [...columns, { name: 'dt', type: 'VARCHAR' }];
}

/** Files as a list for a table function. */
export function fileList(root: string, files: readonly string[]): string {
  return `[${files.map((file) => literal(join(root, file))).join(', ')}]`;
}

function emptyRelation(columns: readonly OutputColumn[]): string {
  return `select ${columns.map(({ name, type }) => `cast(null as ${type}) as ${quoted(name)}`).join(', ')} where false`;
}

/**
 * Rows of one model, all or those of some parts. Its files agree in columns, so nothing is reconciled; where a file also holds other
 * parts, days are filtered, and row groups of other days are not read.
 */
export function selectTable(root: string, table: Table, keys: ReadonlySet<string> | null): string {
  const { columns, partition, parts, superseded } = table;
  const isWanted = (part: Part) => keys === null || keys.has(part.key);
  const unwanted = byFile([...parts.filter((part) => !isWanted(part)), ...superseded]);
  const whole: string[] = [];
  const selects: string[] = [];
  const names = columnList(columns.map(({ name }) => name));
  const rowsOf = (files: readonly string[]) =>
    `select ${names} from read_parquet(${fileList(root, files)}, hive_partitioning = false)`;
  for (const [file, wanted] of byFile(parts.filter(isWanted))) {
    const others = unwanted.get(file);
    if (others === undefined || partition === null) whole.push(file);
    else selects.push(`${rowsOf([file])} where ${onDays(partition, wanted, others)}`);
  }
  if (whole.length > 0) selects.unshift(rowsOf(whole));
  return selects.length === 0 ? emptyRelation(columns) : selects.join(' union all ');
}

/** Distinct values of some columns in rows that only one of two states of a model has, in parts that were there before. */
export function selectChanges(
  root: string,
  before: Table,
  after: Table,
  parts: ReadonlySet<string>,
  columns: readonly string[],
): string {
  const keys = columnList(columns);
  const kept = new Set(after.parts.map(({ key }) => key));
  const both = new Set([...parts].filter((key) => kept.has(key)));
  const gone = new Set([...parts].filter((key) => !kept.has(key)));
  const states = `select *, 1 as added from (${selectTable(root, after, both)})
    union all select *, -1 as added from (${selectTable(root, before, both)})`;
  return `select distinct ${keys} from (
    select ${keys} from (${selectTable(root, before, gone)})
    union all select ${keys} from (${states}) group by ${columnList(after.columns.map(({ name }) => name))} having sum(added) <> 0
  )`;
}

/** Keys of the parts that lie in each file. */
function byFile(parts: readonly Part[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { key, files } of parts) {
    for (const file of files) {
      const keys = found.get(file) ?? [];
      keys.push(key);
      found.set(file, keys);
    }
  }
  return found;
}

/** A condition that holds on the given days and on none of the others; on a day that is in neither list it may do either. */
function onDays(column: string, days: readonly string[], others: readonly string[]): string {
  const wanted = new Set(days);
  const runs: { first: string; last: string }[] = [];
  let run: { first: string; last: string } | null = null;
  for (const day of [...days, ...others].toSorted()) {
    if (!wanted.has(day)) run = null;
    else if (run !== null) run.last = day;
    else runs.push((run = { first: day, last: day }));
  }
  const name = quoted(column);
  return `(${runs.map(({ first, last }) => `${name} between date ${literal(first)} and date ${literal(last)}`).join(' or ')})`;
}

/** A condition that holds on exactly the given days. */
export function inDays(column: string, days: readonly string[]): string {
  return days.length === 0 ? 'false' : `${quoted(column)} in (${days.map((day) => `date ${literal(day)}`).join(', ')})`;
}

/** All columns that landed files have between them. */
function readLake(root: string, keys: readonly string[]): string {
  return `read_parquet(${fileList(root, keys)}, union_by_name = true, hive_partitioning = true, hive_types = {'dt': VARCHAR})`;
}

/** Rows of landed files in the columns of the contract; one that no file has yet is null. */
export function selectLake(
  root: string,
  contract: EventContract,
  keys: readonly string[],
  present: ReadonlySet<unknown>,
): string {
  const columns = lakeOutput(contract);
  if (keys.length === 0) return emptyRelation(columns);
  const list = columns.map(
    ({ name, type }) => `cast(${present.has(name) ? quoted(name) : 'null'} as ${type}) as ${quoted(name)}`,
  );
  return `select ${list.join(', ')} from ${readLake(root, keys)}`;
}

/** A query's rows in exactly these types: without it a sum of whole numbers would be a HUGEINT, which Parquet keeps as a double. */
export function selectTyped(sql: string, columns: readonly OutputColumn[]): string {
  const list = columns.map(({ name, type }) => `cast(${quoted(name)} as ${type}) as ${quoted(name)}`);
  return `select ${list.join(', ')} from (\n${sql}\n)`;
}

/** Day of a date column as the key of a part. */
export function partKey(column: string): string {
  return `strftime(${quoted(column)}, '%Y-%m-%d')`;
}

/** Count and order-free hash of the rows in each group. */
export function fingerprints(relation: string, group: string, columns: readonly OutputColumn[]): string {
  const hash = `hash(${columnList(columns.map(({ name }) => name))})`;
  return `select ${group} as part_key, concat_ws('-', count(*), sum(${hash}), bit_xor(${hash})) as digest
    from (${relation}) group by 1`;
}
