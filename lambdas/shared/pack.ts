import { createHash } from 'node:crypto';
import { type EventContract, lakeColumns } from '../../contracts/event.ts';
import type { Cell } from './door.ts';

/**
 * Rows of one lake table and one received day, packed: each column of a block is one text. Handing a text of thousands of cells
 * to DuckDB costs little more than handing it one cell, and rows that are packed are no work for the garbage collector.
 */
export interface PackedTable {
  readonly contract: EventContract;
  /** UTC day on which the rows were received. */
  readonly receivedDay: string;
  readonly rowCount: number;
  readonly blocks: readonly PackedBlock[];
}

export interface PackedBlock {
  readonly rowCount: number;
  /** In the order of {@link lakeColumns}. */
  readonly columns: readonly PackedColumn[];
}

/** A column of a block: the one value that all its rows have, or its cells between {@link SEPARATOR}s. */
export type PackedColumn = { readonly constant: Cell } | { readonly text: string; readonly isEscaped: boolean };

/** Between two cells. */
export const SEPARATOR = '\u001e';
const ESCAPE = '\u001b';
/** How an empty text is written: nothing at all is null. */
export const EMPTY = `${ESCAPE}0`;
/** What cannot be written as it is, and how it is. To be replaced in this order, and put back in the other. */
export const ESCAPES: readonly (readonly [plain: string, written: string])[] = [
  [ESCAPE, `${ESCAPE}1`],
  [SEPARATOR, `${ESCAPE}2`],
];

/** A cell as it stands in a packed text. */
export function cellText(cell: Cell): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell);
  if (cell !== '' && !cell.includes(SEPARATOR) && !cell.includes(ESCAPE)) return cell;
  return cell === '' ? EMPTY : ESCAPES.reduce((text, [plain, written]) => text.replaceAll(plain, written), cell);
}

/** Rows in a block: one vector of DuckDB. */
const BLOCK_ROWS = 2048;

/** Takes rows one by one and packs them block by block. */
export class TablePacker {
  readonly contract: EventContract;
  readonly receivedDay: string;
  readonly #width: number;
  #rows: (readonly Cell[])[] = [];
  readonly #blocks: PackedBlock[] = [];
  #rowCount = 0;

  constructor(contract: EventContract, receivedDay: string) {
    this.contract = contract;
    this.receivedDay = receivedDay;
    this.#width = Object.keys(lakeColumns(contract)).length;
  }

  add(cells: readonly Cell[]): void {
    this.#rowCount++;
    if (this.#rows.push(cells) === BLOCK_ROWS) this.#pack();
  }

  /** What was added, packed. */
  table(): PackedTable {
    if (this.#rows.length > 0) this.#pack();
    return { contract: this.contract, receivedDay: this.receivedDay, rowCount: this.#rowCount, blocks: this.#blocks };
  }

  #pack(): void {
    const rows = this.#rows;
    const columns = Array.from({ length: this.#width }, (_, i) => packColumn(rows, i));
    this.#blocks.push({ rowCount: rows.length, columns });
    this.#rows = [];
  }
}

function packColumn(rows: readonly (readonly Cell[])[], i: number): PackedColumn {
  const constant = rows[0]?.[i] ?? null;
  let alike = 1;
  while (alike < rows.length && rows[alike]?.[i] === constant) alike++;
  if (alike >= rows.length) return { constant };
  const cells: string[] = [];
  let isEscaped = false;
  for (const row of rows) {
    const cell = row[i] ?? null;
    const text = cellText(cell);
    if (text !== cell && typeof cell === 'string') isEscaped = true;
    cells.push(text);
  }
  return { text: cells.join(SEPARATOR), isEscaped };
}

/**
 * Digest of a table's rows: a batch that is delivered again makes the same object. Parquet bytes would not do, as two writers
 * of equal rows may differ in them.
 */
export function digestOf({ contract, blocks }: PackedTable): string {
  const hash = createHash('sha256').update(`${contract.table}/${contract.version}`);
  for (const { rowCount, columns } of blocks) {
    const shape = columns.map((column) => ('text' in column ? column.text.length : [column.constant]));
    hash.update(JSON.stringify([rowCount, shape]));
    for (const column of columns) if ('text' in column) hash.update(column.text);
  }
  return hash.digest('hex').slice(0, 32);
}
