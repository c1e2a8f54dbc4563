import { DuckDBInstance } from '@duckdb/node-api';
import { z } from 'zod';
import { messageOf, RefusedError } from '../../contracts/errors.ts';

/** A Parquet file's columns, and its rows as JSON texts. */
export interface ParquetRows {
  readonly columns: readonly string[];
  /** Each row as an object: with the values' own types, or all as text the way CSV has them. */
  readonly rows: (types: 'own' | 'text') => AsyncIterable<readonly string[]>;
  readonly close: () => void;
}

/**
 * Opens a Parquet file on the disk. Rows stream, some thousands at a time.
 * @throws {RefusedError} when it is none.
 */
export async function openParquet(source: string, path: string): Promise<ParquetRows> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  const file = `read_parquet('${path.replaceAll("'", "''")}')`;
  try {
    await connection.run(`set timezone = 'UTC'`);
    const described = await connection.runAndReadAll(`describe select * from ${file}`);
    const columns = firstTexts(described.getRowsJson());
    return {
      columns,
      close,
      async *rows(types) {
        const cells = types === 'own' ? '*' : `coalesce(cast(columns(*) as varchar), '')`;
        const result = await connection.stream(
          `select cast(to_json(row_read) as varchar) from (select ${cells} from ${file}) row_read`,
        );
        for await (const rows of result.yieldRowsJson()) yield firstTexts(rows);
      },
    };
  } catch (cause) {
    close();
    throw new RefusedError(422, `${source}: expected a Parquet file: ${messageOf(cause)}`, { cause });
  }
}

const rowsOfTexts = z.array(z.tuple([z.string()]).rest(z.unknown()));

function firstTexts(rows: unknown): string[] {
  return rowsOfTexts.parse(rows).map(([text]) => text);
}
