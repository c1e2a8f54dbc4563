import { DuckDBDriver } from '@cubejs-backend/duckdb-driver';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { cellReaders } from './mart-cell.ts';
import type { MartPool } from './mart-pool.ts';

type Cancellable<T> = Promise<T> & { cancel: () => Promise<void> };

/** Runs Cube's queries over a pool of published marts. Reads only; one connection a running query; a query can be cancelled. */
export class MartDriver extends DuckDBDriver {
  readonly #pool: MartPool;

  constructor(pool: MartPool) {
    super({});
    this.#pool = pool;
  }

  override readOnly(): boolean {
    return true;
  }

  override query<Row = unknown>(sql: string, values: unknown[] = []): Cancellable<Row[]> {
    let running: DuckDBConnection | undefined;
    let isCancelled = false;
    const rows = this.#pool.use(async (connection) => {
      if (isCancelled) throw new Error('the query was cancelled');
      running = connection;
      try {
        return await readRows<Row>(connection, sql, values);
      } finally {
        running = undefined;
      }
    });
    const cancel = async () => {
      isCancelled = true;
      running?.interrupt();
    };
    return Object.assign(rows, { cancel });
  }

  override async testConnection(): Promise<void> {
    await this.query('select 1');
  }

  /** Nothing to do: the pool outlives the orchestrators that share this driver, and its owner closes it. */
  override async release(): Promise<void> {}
}

async function readRows<Row>(connection: DuckDBConnection, sql: string, values: unknown[]): Promise<Row[]> {
  const result = await connection.run(sql, values.map(parameter));
  const readers = cellReaders(result.columnNames(), result.columnTypes());
  const rows: Row[] = [];
  for (const chunk of await result.fetchAllChunks()) {
    const columns = readers.map((reader, index) => ({ ...reader, vector: chunk.getColumnVector(index) }));
    for (let row = 0; row < chunk.rowCount; row += 1) {
      const cells = columns.map(({ name, read, vector }) => [name, read(vector.getItem(row))]);
      rows.push(Object.fromEntries(cells));
    }
  }
  return rows;
}

/** Cube gives parameters as text, numbers or truth values. */
function parameter(value: unknown): DuckDBValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string') return value;
  throw new TypeError(`query parameter: expected text, a number or a truth value, got ${typeof value}`);
}
