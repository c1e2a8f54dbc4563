import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { ColumnType } from '../../contracts/column.ts';
import { lakeColumns } from '../../contracts/event.ts';
import type { Cell } from './door.ts';
import { cellText, EMPTY, ESCAPES, type PackedColumn, type PackedTable, repeated, SEPARATOR } from './pack.ts';

/** Rows of one table as the bytes of a Parquet file (zstd). */
export type ParquetWriter = (table: PackedTable) => Promise<Uint8Array>;

/** Rows a row group: small enough to skip by, large enough to compress. */
const ROW_GROUP_SIZE = 50_000;

/** zstd at its cheapest: higher levels save a few percent of space for several times the work. */
const OPTIONS = `format parquet, compression zstd, compression_level 1, row_group_size ${ROW_GROUP_SIZE}, write_bloom_filter false`;

/** A writer on an in-memory DuckDB of its own. Tables are written one after another. */
export async function parquetWriter(): Promise<ParquetWriter> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run(`set timezone = 'UTC'`);
  let last: Promise<unknown> = Promise.resolve();
  return (table) => {
    const next = last.then(() => write(connection, table));
    last = next.catch(() => undefined);
    return next;
  };
}

async function write(connection: DuckDBConnection, { contract, blocks }: PackedTable): Promise<Uint8Array> {
  const columns = Object.entries(lakeColumns(contract)).map(([name, { type }], i) => {
    const parts = blocks.map(({ columns: packed }) => packed[i] ?? { constant: null });
    return { i, name, type, constant: constantOf(parts), isEscaped: parts.some(isEscaped) };
  });
  const varying = columns.filter(({ constant }) => constant === undefined);
  await connection.run(
    `create or replace temp table packed (${['row_count integer', ...varying.map(({ name }) => `"${name}" blob`)].join(', ')})`,
  );
  const appender = await connection.createAppender('packed');
  for (const block of blocks) {
    appender.appendInteger(block.rowCount);
    for (const { i } of varying) appender.appendBlob(bytesOf(block.columns[i] ?? { constant: null }, block.rowCount));
    appender.endRow();
  }
  appender.closeSync();
  const unpacked = [
    'unnest(range(row_count)) as row_number',
    ...varying.map(({ name }) => `unnest(string_split(decode("${name}"), ${literal(SEPARATOR)})) as "${name}"`),
  ];
  const stored = columns.map(({ name, type, constant, isEscaped }) => {
    const value = constant === undefined ? unpackedValue(name, isEscaped) : literal(constant);
    return `${storedValue(value, type)} as "${name}"`;
  });
  const file = join(tmpdir(), `echolake-${randomUUID()}.parquet`);
  try {
    await connection.run(
      `copy (select ${stored.join(', ')} from (select ${unpacked.join(', ')} from packed)) to '${file}' (${OPTIONS})`,
    );
    return await readFile(file);
  } finally {
    await rm(file, { force: true });
    await connection.run('drop table if exists packed');
  }
}

function isEscaped(column: PackedColumn): boolean {
  if ('bytes' in column) return column.isEscaped;
  return typeof column.constant === 'string' && cellText(column.constant) !== column.constant;
}

/**
 * Many columns hold one value in a whole table: the channel, the time of receipt, the identifiers that this vendor never
 * gives. They go into the statement. Undefined for a column that varies.
 */
function constantOf(parts: readonly PackedColumn[]): Cell | undefined {
  const [first] = parts;
  if (first === undefined || 'bytes' in first) return undefined;
  if (typeof first.constant === 'string' && first.constant.includes('\0')) return undefined; // a statement would end there
  return parts.every((part) => 'constant' in part && part.constant === first.constant) ? first.constant : undefined;
}

/** A column's cells as one text, also of a block in which they are all alike. */
function bytesOf(column: PackedColumn, rowCount: number): Uint8Array {
  return 'bytes' in column ? column.bytes : repeated(column.constant, rowCount).bytes;
}

function unpackedValue(name: string, isEscaped: boolean): string {
  const value = `nullif("${name}", '')`;
  if (!isEscaped) return value;
  const plain = ESCAPES.reduceRight(
    (text, [plain, written]) => `replace(${text}, ${literal(written)}, ${literal(plain)})`,
    value,
  );
  return `case when "${name}" = ${literal(EMPTY)} then '' else ${plain} end`;
}

function literal(cell: Cell): string {
  return typeof cell === 'string' ? `'${cell.replaceAll("'", "''")}'` : String(cell);
}

/** Texts are cast column-wise, which costs DuckDB a fraction of what a value object per cell costs us. */
function storedValue(value: string, type: ColumnType): string {
  if (type === 'array(varchar)') return `case when ${value} = '' then [] else string_split(${value}, chr(10)) end`;
  if (type === 'timestamp') return `cast(left(${value}, ${MILLISECOND}) as timestamp)`;
  if (type === 'decimal(18,2)') return `cast(round(cast(${value} as double), 2) as decimal(18,2))`;
  return `cast(${value} as ${type})`;
}

/** Length of an instant up to its milliseconds; what is beyond is cut off. */
const MILLISECOND = '2026-11-05T10:00:00.123'.length;
