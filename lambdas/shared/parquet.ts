import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBAppender, type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { ColumnType } from '../../contracts/column.ts';
import { lakeColumns } from '../../contracts/event.ts';
import type { Cell } from './door.ts';
import type { TableBatch } from './land.ts';

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
  const columns = Object.entries(lakeColumns(batch.contract));
  const fields = columns.map(([name, column]) => `"${name}" ${appendedType(column.type)}`);
  await connection.run(`create or replace temp table batch (${fields.join(', ')})`);
  const appender = await connection.createAppender('batch');
  for (const row of batch.rows) {
    for (const cell of row) append(appender, cell);
    appender.endRow();
  }
  appender.closeSync();
  const stored = columns.map(([name, column]) => `${storedValue(name, column.type)} as "${name}"`);
  const file = join(tmpdir(), `echolake-${randomUUID()}.parquet`);
  try {
    await connection.run(
      `copy (select ${stored.join(', ')} from batch) to '${file}' (format parquet, compression zstd, row_group_size ${ROW_GROUP_SIZE})`,
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

function storedValue(name: string, type: ColumnType): string {
  if (type === 'array(varchar)') return `from_json("${name}", '["VARCHAR"]')`;
  if (type === 'timestamp') return `date_trunc('millisecond', cast(rtrim("${name}", 'Z') as timestamp))`;
  if (type === 'decimal(18,2)') return `cast(round("${name}", 2) as decimal(18,2))`;
  return `cast("${name}" as ${type})`;
}

function append(appender: DuckDBAppender, cell: Cell): void {
  if (cell === null) appender.appendNull();
  else if (typeof cell === 'string') appender.appendVarchar(cell);
  else if (typeof cell === 'number') appender.appendDouble(cell);
  else appender.appendBoolean(cell);
}
