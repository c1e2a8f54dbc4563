import { join } from 'node:path';
import type { ColumnType } from '../../../contracts/column.ts';
import type { EventContract } from '../../../contracts/event.ts';
import { lakeColumns } from '../../../contracts/event.ts';
import { columnList, literal, quoted } from '../../sql-text.ts';
import type { OutputColumn, Part } from '../engine.ts';

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

function fileList(root: string, files: readonly string[]): string {
  return `[${files.map((file) => literal(join(root, file))).join(', ')}]`;
}

function emptyRelation(columns: readonly OutputColumn[]): string {
  return `select ${columns.map(({ name, type }) => `cast(null as ${type}) as ${quoted(name)}`).join(', ')} where false`;
}

/**
 * Rows of some parts of one model. Their files agree in columns, so nothing is reconciled. The day of a part stands in its folder's
 * name and not in the file, so a filter on it opens only the files of its days.
 */
export function selectParts(root: string, columns: readonly OutputColumn[], parts: readonly Part[]): string {
  const files = parts.flatMap((part) => part.files);
  if (files.length === 0) return emptyRelation(columns);
  const partition = /\/(\w+)=[^/]*\/[^/]*$/.exec(files[0] ?? '')?.[1];
  const hive =
    partition === undefined
      ? 'hive_partitioning = false'
      : `hive_partitioning = true, hive_types = {${literal(partition)}: DATE}`;
  return `select ${columnList(columns.map(({ name }) => name))} from read_parquet(${fileList(root, files)}, ${hive})`;
}

/** All columns that landed files have between them. */
export function readLake(root: string, keys: readonly string[]): string {
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

/** A condition that holds on the given days. */
export function onDays(column: string, days: readonly string[]): string {
  return days.length === 0 ? 'false' : `${quoted(column)} in (${days.map((day) => `date ${literal(day)}`).join(', ')})`;
}

/** Count and order-free hash of the rows in each group. */
export function fingerprints(relation: string, group: string, columns: readonly OutputColumn[]): string {
  const hash = `hash(${columnList(columns.map(({ name }) => name))})`;
  return `select ${group} as part_key, concat_ws('-', count(*), sum(${hash}), bit_xor(${hash})) as digest
    from (${relation}) group by 1`;
}
