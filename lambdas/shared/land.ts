import { createHash } from 'node:crypto';
import type { EventContract } from '../../contracts/event.ts';
import { landedKey } from '../../contracts/lake.ts';
import type { Admitted, Cell } from './door.ts';
import type { ParquetWriter, TableBatch } from './parquet.ts';
import type { Store } from './ports.ts';

/** Index of `received_at` among the cells. */
const RECEIVED_AT = 6;

/** Groups admitted events into files: by table and by the received day that the event itself carries. */
export function batchesOf(events: Iterable<Admitted>): TableBatch[] {
  const batches = new Map<string, { contract: EventContract; receivedDay: string; rows: (readonly Cell[])[] }>();
  for (const { contract, cells } of events) {
    const receivedDay = String(cells[RECEIVED_AT]).slice(0, 10);
    const name = `${contract.table}/${receivedDay}`;
    let batch = batches.get(name);
    if (batch === undefined) batches.set(name, (batch = { contract, receivedDay, rows: [] }));
    batch.rows.push(cells);
  }
  return [...batches.values()];
}

/** Rows hashed in one go: handing over each alone costs more than hashing it. */
const ROWS_AT_ONCE = 500;

/**
 * Digest of a file's rows: a batch that is delivered again makes the same object. Parquet bytes would not do, as two writers
 * of equal rows may differ in them.
 */
export function digestOf({ contract, rows }: TableBatch): string {
  const hash = createHash('sha256').update(`${contract.table}/${contract.version}`);
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    hash.update(
      rows
        .slice(from, from + ROWS_AT_ONCE)
        .map((row) => row.join('\u001f'))
        .join('\u001e'),
    );
    hash.update('\u001e');
  }
  return hash.digest('hex').slice(0, 32);
}

export interface Landed {
  readonly table: string;
  readonly key: string;
  readonly rowCount: number;
  /** `exists` when the same rows had been landed before. */
  readonly outcome: 'written' | 'exists';
}

/**
 * Writes each batch as one Parquet object. Idempotent: the key is made of the rows. Objects are written side by side, since
 * each waits for its own flush to the disk or answer from S3.
 */
export async function landBatches(batches: readonly TableBatch[], store: Store, toParquet: ParquetWriter): Promise<Landed[]> {
  return Promise.all(
    batches.map(async (batch) => {
      const { table } = batch.contract;
      const key = landedKey(table, batch.receivedDay, digestOf(batch));
      const outcome = await store.putNew(key, await toParquet(batch));
      return { table, key, rowCount: batch.rows.length, outcome };
    }),
  );
}
