import { basename } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { z } from 'zod';
import type { ColumnType } from '../../../contracts/column.ts';
import { type EventContract, lakeColumns } from '../../../contracts/event.ts';
import { messageOf } from '../../../contracts/errors.ts';
import { nearest } from '../../../contracts/nearest.ts';
import { BuildError } from '../../errors.ts';
import { literal } from '../../sql-text.ts';
import { readRows } from './connection.ts';
import { fileList } from './statements.ts';

/** Types of a file's column that a contract's type can hold without loss, on either engine. */
const HOLDS: Readonly<Record<ColumnType, RegExp>> = {
  varchar: /^VARCHAR$/,
  bigint: /^(BIG|SMALL|TINY|)INT(EGER)?$/,
  double: /^(DOUBLE|FLOAT)$/,
  boolean: /^BOOLEAN$/,
  timestamp: /^TIMESTAMP(_MS|_NS|_S)?( WITH TIME ZONE)?$/,
  date: /^DATE$/,
  'decimal(18,2)': /^DECIMAL\((\d|1[0-8]),[0-2]\)$/,
  'array(varchar)': /^LIST$/,
};

/** That one of a table's files is no Parquet file, from what DuckDB said of them; it names the first where it says no name. */
export function tellNotParquet(cause: unknown, table: string, first: string): string {
  const message = messageOf(cause);
  const file = /'([^']+\.parquet)'/.exec(message)?.[1] ?? first;
  return `${file}: expected a Parquet file of lake table ${table}: ${message.split('\n')[0]}`;
}

/**
 * The columns that landed files have between them. Refuses files that do not fit their contract: one of another type, one that lacks a
 * column it requires, one with a column it does not know. A narrower type is widened on reading, and an optional column that a file has
 * not is null.
 * @throws {BuildError} naming file, column, what was found and what was expected.
 */
export async function presentColumns(
  connection: DuckDBConnection,
  lakeDir: string,
  contract: EventContract,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const columns = lakeColumns(contract);
  const met = new Map<string, number>();
  for (const { name, type, files, file } of await columnsOfFiles(connection, fileList(lakeDir, keys))) {
    met.set(name, (met.get(name) ?? 0) + files);
    const column = columns[name];
    const where = `${file} of lake table ${contract.table}`;
    if (column === undefined) {
      if (contract.retired?.includes(name) === true) continue;
      const near = nearest(name, Object.keys(columns));
      throw new BuildError(
        `${where}: column ${name} is not in the contract${near === undefined ? '' : `; the nearest is ${near}`}. Name it among the contract’s columns, or among its retired ones`,
      );
    }
    if (!HOLDS[column.type].test(type))
      throw new BuildError(
        `${where}: column ${name} is ${type.toLowerCase()}, expected ${column.type}: land the file again as the contract says, or give the new type a new column`,
      );
  }
  for (const [name, column] of Object.entries(columns)) {
    if (met.get(name) === keys.length || column.schema.safeParse(null).success) continue;
    const file = await fileWithout(connection, fileList(lakeDir, keys), name);
    throw new BuildError(
      `${file} of lake table ${contract.table}: has no column ${name}, which the contract requires: make it optional, or land the file again`,
    );
  }
  return new Set(met.keys());
}

/** A column by name and type, in how many files it is, and one of them. */
const foundColumn = z.object({
  name: z.string(),
  type: z.string(),
  files: z.coerce.number(),
  file: z.string().transform((path) => basename(path)),
});

/** Columns of the files by name and type; what is inside a list is left out. */
async function columnsOfFiles(connection: DuckDBConnection, list: string): Promise<z.infer<typeof foundColumn>[]> {
  const rows = await readRows(
    connection,
    `select name, coalesce(duckdb_type, converted_type) as type, count(*) as files, min(file_name) as file
     from (
       select *, lag(converted_type) over nested as parent, lag(converted_type, 2) over nested as grandparent
       from parquet_schema(${list}) window nested as (partition by file_name order by column_id)
     ) where column_id > 0 and parent is distinct from 'LIST' and grandparent is distinct from 'LIST'
     group by 1, 2 order by 1, 2`,
  );
  return z.array(foundColumn).parse(rows);
}

async function fileWithout(connection: DuckDBConnection, list: string, column: string): Promise<string> {
  const rows = await readRows(
    connection,
    `select min(file) as file from (select file_name as file from parquet_schema(${list}) group by 1 having count_if(name = ${literal(column)}) = 0)`,
  );
  return basename(z.tuple([z.object({ file: z.string() })]).parse(rows)[0].file);
}
