import type { Cutter } from './cut.ts';

const QUOTE = 0x22;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Walks over the records of a CSV text (RFC 4180). A field is quoted when a quote is its first sign; any other quote is text, so that a
 * stray one costs no more than its own record. A line break in quotes belongs to the field.
 */
class CsvCursor {
  /** Where the next record begins. */
  at = 0;
  readonly #bytes: Buffer;
  readonly #delimiter: number;
  /** The next quote at or after where we look; the length when there is none. */
  #quote: number;

  constructor(bytes: Buffer, delimiter: string) {
    this.#bytes = bytes;
    this.#delimiter = delimiter.charCodeAt(0);
    this.#quote = this.#find(QUOTE, 0);
  }

  /** Moves behind the next record. False when it does not end within the bytes. */
  next(): boolean {
    const bytes = this.#bytes;
    let look = this.at;
    for (;;) {
      const newline = this.#find(NEWLINE, look);
      if (this.#quote < look) this.#quote = this.#find(QUOTE, look);
      if (newline < this.#quote) {
        this.at = newline + 1;
        return true;
      }
      if (this.#quote === bytes.length) return false;
      const opens = this.#quote === this.at || bytes[this.#quote - 1] === this.#delimiter;
      look = this.#quote + 1;
      if (!opens) continue;
      for (;;) {
        const closing = this.#find(QUOTE, look);
        if (closing + 1 >= bytes.length) return false;
        look = closing + 1;
        if (bytes[look] !== QUOTE) break;
        look++;
      }
    }
  }

  #find(sign: number, from: number): number {
    const found = this.#bytes.indexOf(sign, from);
    return found === -1 ? this.#bytes.length : found;
  }
}

/** Cuts after the last record of a CSV text. */
export function cutCsv(delimiter: string): Cutter {
  return (bytes) => {
    const cursor = new CsvCursor(bytes, delimiter);
    let count = 0;
    while (cursor.next()) count++;
    return { end: cursor.at, count };
  };
}

/** The records of a CSV text, without their line ends. */
export function* csvRecords(bytes: Buffer, delimiter: string): Generator<Buffer> {
  const cursor = new CsvCursor(bytes, delimiter);
  for (let start = 0; start < bytes.length; start = cursor.at) {
    if (!cursor.next()) cursor.at = bytes.length;
    let end = cursor.at;
    if (bytes[end - 1] === NEWLINE) end--;
    if (end > start && bytes[end - 1] === RETURN) end--;
    yield bytes.subarray(start, end);
  }
}

/** The fields of one record, or null when a quote that opens a field is never closed. */
export function csvFields(record: string, delimiter: string): string[] | null {
  if (!record.includes('"')) return record.split(delimiter);
  const fields: string[] = [];
  for (let start = 0; ; ) {
    let look = start;
    let quoted: string | undefined;
    if (record.charCodeAt(start) === QUOTE) {
      const closing = closingQuote(record, start + 1);
      if (closing === -1) return null;
      quoted = record.slice(start + 1, closing).replaceAll('""', '"');
      look = closing + 1;
    }
    const found = record.indexOf(delimiter, look);
    const end = found === -1 ? record.length : found;
    fields.push(quoted !== undefined && look === end ? quoted : record.slice(start, end));
    if (found === -1) return fields;
    start = end + delimiter.length;
  }
}

function closingQuote(record: string, from: number): number {
  for (let at = record.indexOf('"', from); at !== -1; at = record.indexOf('"', at + 2)) {
    if (record.charCodeAt(at + 1) !== QUOTE) return at;
  }
  return -1;
}
