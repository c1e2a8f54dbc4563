import type { EventContract } from '../../contracts/event.ts';
import { landedKey } from '../../contracts/lake.ts';
import type { Admitted, Cell } from './door.ts';
import { digestOf, type PackedTable, TablePacker } from './pack.ts';
import type { ParquetWriter } from './parquet.ts';
import type { Store } from './ports.ts';

/** Index of `received_at` among the cells. */
const RECEIVED_AT = 6;

/** Events on their way to files: one file a table and received day, which the event itself carries. */
export class Landing {
  readonly #packers = new Map<string, TablePacker>();
  /** Of the event before: the next one mostly goes to the same file. */
  #last: { readonly contract: EventContract; readonly receivedAt: Cell | undefined; readonly packer: TablePacker } | undefined;

  add({ contract, cells }: Admitted): void {
    const receivedAt = cells[RECEIVED_AT];
    if (this.#last?.contract !== contract || this.#last.receivedAt !== receivedAt)
      this.#last = { contract, receivedAt, packer: this.#packerOf(contract, String(receivedAt).slice(0, 10)) };
    this.#last.packer.add(cells);
  }

  #packerOf(contract: EventContract, receivedDay: string): TablePacker {
    const name = `${contract.table}/${receivedDay}`;
    let packer = this.#packers.get(name);
    if (packer === undefined) this.#packers.set(name, (packer = new TablePacker(contract, receivedDay)));
    return packer;
  }

  tables(): PackedTable[] {
    return [...this.#packers.values()].map((packer) => packer.table());
  }
}

export interface Landed {
  readonly table: string;
  readonly key: string;
  readonly rowCount: number;
  /** `exists` when the same rows had been landed before. */
  readonly outcome: 'written' | 'exists';
}

/**
 * Writes each table as one Parquet object. Idempotent: the key is made of the rows. Objects are written side by side, since
 * each waits for its own flush to the disk or answer from S3.
 */
export async function landTables(tables: readonly PackedTable[], store: Store, toParquet: ParquetWriter): Promise<Landed[]> {
  return Promise.all(
    tables.map(async (packed) => {
      const { table } = packed.contract;
      const key = landedKey(table, packed.receivedDay, digestOf(packed));
      const outcome = await store.putNew(key, await toParquet(packed));
      return { table, key, rowCount: packed.rowCount, outcome };
    }),
  );
}
