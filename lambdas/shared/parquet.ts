import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBAppender, type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { ColumnType } from '../../contracts/column.ts';
import { type EventContract, lakeColumns } from '../../contracts/event.ts';
import type { Cell } from './door.ts';

/** Rows of one lake table that go into one file: one table and one received day. */
export interface TableBatch {
  readonly contract: EventContract;
  readonly receivedDay: string;
  readonly rows: readonly (readonly Cell[])[];
}

/** Rows of one table as the bytes of a Parquet file (zstd). */
export type ParquetWriter = (batch: TableBatch) => Promise<Uint8Array>;

/** Rows a row group: small enough to skip by, large enough to compress. */
const ROW_GROUP_SIZE = 50_000;

/** A writer on an in-memory DuckDB of its own. Batches are written one after another. */
export async function parquetWriter(): Promise<ParquetWriter> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run(`set timezone = 'UTC'`);
  let last: Promise<unknown> = Promise.resolve();
  return (batch) => {
    const next = last.then(() => write(connection, batch));
    last = next.catch(() => undefined);
    return next;
  };
}

async function write(connection: DuckDBConnection, batch: TableBatch): Promise<Uint8Array> {
  const [first] = batch.rows;
  const columns = Object.entries(lakeColumns(batch.contract)).map(([name, { type }], i) => {
    const constant = first?.[i] ?? null;
    return { i, name, type, constant, isConstant: batch.rows.every((row) => row[i] === constant) };
  });
  const varying = columns.filter(({ isConstant }) => !isConstant);
  const fields = varying.map(({ name, type }) => `"${name}" ${appendedType(type)}`);
  await connection.run(`create or replace temp table batch (${['row_number integer', ...fields].join(', ')})`);
  const appender = await connection.createAppender('batch');
  for (const [number, row] of batch.rows.entries()) {
    appender.appendInteger(number);
    for (const { i } of varying) append(appender, row[i] ?? null);
    appender.endRow();
  }
  appender.closeSync();
  const stored = columns.map(
    ({ name, type, constant, isConstant }) => `${storedValue(isConstant ? literal(constant) : `"${name}"`, type)} as "${name}"`,
  );
  const file = join(tmpdir(), `echolake-${randomUUID()}.parquet`);
  try {
    await connection.run(
      `copy (select ${stored.join(', ')} from batch) to '${file}' (format parquet, compression zstd, compression_level 1, row_group_size ${ROW_GROUP_SIZE})`,
    );
    return await readFile(file);
  } finally {
    await rm(file, { force: true });
    await connection.run('drop table if exists batch');
  }
}

/**
 * Everything that JSON writes as text is appended as text and cast column-wise: DuckDB casts a column in a fraction of
 * what a value object per cell costs. Whole numbers go in as doubles, exact up to 2^53, which the contract guarantees.
 */
function appendedType(type: ColumnType): string {
  if (type === 'bigint' || type === 'double' || type === 'decimal(18,2)') return 'double';
  return type === 'boolean' ? 'boolean' : 'varchar';
}

/**
 * Many columns hold one value in a whole batch: the channel, the time of receipt, the identifiers that this vendor never
 * gives. They go into the statement, and not cell by cell through the appender, which is what landing spends most on.
 */
function literal(cell: Cell): string {
  return typeof cell === 'string' ? `'${cell.replaceAll("'", "''")}'` : String(cell);
}

function storedValue(value: string, type: ColumnType): string {
  if (type === 'array(varchar)') return `from_json(cast(${value} as varchar), '["VARCHAR"]')`;
  if (type === 'timestamp') return `date_trunc('millisecond', cast(rtrim(${value}, 'Z') as timestamp))`;
  if (type === 'decimal(18,2)') return `cast(round(cast(${value} as double), 2) as decimal(18,2))`;
  return `cast(${value} as ${type})`;
}

function append(appender: DuckDBAppender, cell: Cell): void {
  if (cell === null) appender.appendNull();
  else if (typeof cell === 'string') appender.appendVarchar(cell);
  else if (typeof cell === 'number') appender.appendDouble(cell);
  else appender.appendBoolean(cell);
}
