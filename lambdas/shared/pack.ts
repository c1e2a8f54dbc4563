import { createHash } from 'node:crypto';
import { type EventContract, lakeColumns } from '../../contracts/event.ts';
import type { Cell } from './door.ts';

/**
 * Rows of one lake table and one received day, packed: each column of a block is one text in UTF-8. Handing DuckDB the bytes of
 * thousands of cells costs little more than handing it one, and what is bytes is no work for the garbage collector.
 */
export interface PackedTable {
  readonly contract: EventContract;
  /** UTC day on which the rows were received. */
  readonly receivedDay: string;
  readonly rowCount: number;
  readonly blocks: readonly PackedBlock[];
}

interface PackedBlock {
  readonly rowCount: number;
  /** In the order of {@link lakeColumns}. */
  readonly columns: readonly PackedColumn[];
}

/** A column of a block: the one value that all its rows have, or its cells between {@link SEPARATOR}s. */
export type PackedColumn = { readonly constant: Cell } | PackedText;

interface PackedText {
  readonly bytes: Uint8Array;
  /** Of the text, in UTF-16 units. */
  readonly length: number;
  readonly isEscaped: boolean;
}

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

/** The same cell in each of so many rows. */
export function repeated(cell: Cell, rowCount: number): PackedText {
  const column = new ColumnPacker();
  column.spell(cell, rowCount);
  return column.text();
}

/** Rows in a block: one vector of DuckDB. */
const BLOCK_ROWS = 2048;

/** Takes rows one by one and packs them block by block. A row is written down at once, so that nothing of it is kept. */
export class TablePacker {
  readonly contract: EventContract;
  readonly receivedDay: string;
  readonly #columns: readonly ColumnPacker[];
  readonly #blocks: PackedBlock[] = [];
  #rowsInBlock = 0;
  #rowCount = 0;

  constructor(contract: EventContract, receivedDay: string) {
    this.contract = contract;
    this.receivedDay = receivedDay;
    this.#columns = Object.keys(lakeColumns(contract)).map(() => new ColumnPacker());
  }

  add(cells: readonly Cell[]): void {
    const columns = this.#columns;
    const row = this.#rowsInBlock++;
    for (let i = 0; i < columns.length; i++) columns[i]?.add(cells[i] ?? null, row);
    this.#rowCount++;
    if (this.#rowsInBlock === BLOCK_ROWS) this.#pack();
  }

  /** What was added, packed. */
  table(): PackedTable {
    if (this.#rowsInBlock > 0) this.#pack();
    return { contract: this.contract, receivedDay: this.receivedDay, rowCount: this.#rowCount, blocks: this.#blocks };
  }

  #pack(): void {
    this.#blocks.push({ rowCount: this.#rowsInBlock, columns: this.#columns.map((column) => column.take()) });
    this.#rowsInBlock = 0;
  }
}

/** Cells that are joined at a time: more share the cost of writing them, fewer die young. */
const JOINED = 128;
/** Bytes that a UTF-16 unit can take in UTF-8. */
const MOST_BYTES = 3;

/** One column of the block under way. */
class ColumnPacker {
  /** What all rows have had so far, until one has something else: then all are spelled out. */
  #constant: Cell | undefined;
  #waiting: Cell[] = [];
  #hasEmpty = false;
  #bytes = Buffer.allocUnsafeSlow(1 << 12);
  #at = 0;
  #length = 0;
  #isEscaped = false;

  add(cell: Cell, row: number): void {
    if (row === 0) {
      this.#constant = cell;
      return;
    }
    if (this.#constant !== undefined) {
      if (cell === this.#constant) return;
      this.spell(this.#constant, row);
      this.#constant = undefined;
    }
    this.#cell(cell);
  }

  /** Writes the same cell for so many rows. */
  spell(cell: Cell, rowCount: number): void {
    for (let row = 0; row < rowCount; row++) this.#cell(cell);
  }

  /** The column, which is then ready for the next block. */
  take(): PackedColumn {
    const column = this.#constant === undefined ? this.text() : { constant: this.#constant };
    this.#constant = undefined;
    this.#at = 0;
    this.#length = 0;
    this.#isEscaped = false;
    return column;
  }

  /** What was spelled out. */
  text(): PackedText {
    this.#write();
    return { bytes: Buffer.from(this.#bytes.subarray(0, this.#at)), length: this.#length, isEscaped: this.#isEscaped };
  }

  #cell(cell: Cell): void {
    if (cell === '') this.#hasEmpty = true;
    if (this.#waiting.push(cell) === JOINED) this.#write();
  }

  #write(): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    let text = waiting.join(SEPARATOR); // in which null is nothing, as it is to be
    if (this.#hasEmpty || text.includes(ESCAPE) || hasMore(text, SEPARATOR, waiting.length - 1)) {
      text = waiting.map(cellText).join(SEPARATOR);
      this.#isEscaped = true;
    }
    if (this.#length > 0) text = SEPARATOR + text;
    const most = this.#at + text.length * MOST_BYTES;
    if (most > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(2 * this.#bytes.length, most));
      larger.set(this.#bytes.subarray(0, this.#at));
      this.#bytes = larger;
    }
    this.#at += this.#bytes.write(text, this.#at, 'utf8');
    this.#length += text.length;
    this.#waiting = [];
    this.#hasEmpty = false;
  }
}

/** Whether a sign is in a text more often than so many times. */
function hasMore(text: string, sign: string, times: number): boolean {
  let at = -1;
  for (let found = 0; found <= times; found++) {
    at = text.indexOf(sign, at + 1);
    if (at === -1) return false;
  }
  return true;
}

/**
 * Digest of a table's rows: a batch that is delivered again makes the same object. Parquet bytes would not do, as two writers
 * of equal rows may differ in them.
 */
export function digestOf({ contract, blocks }: PackedTable): string {
  const hash = createHash('sha256').update(`${contract.table}/${contract.version}`);
  for (const { rowCount, columns } of blocks) {
    const shape = columns.map((column) => ('bytes' in column ? column.length : [column.constant]));
    hash.update(JSON.stringify([rowCount, shape]));
    for (const column of columns) if ('bytes' in column) hash.update(column.bytes);
  }
  return hash.digest('hex').slice(0, 32);
}
