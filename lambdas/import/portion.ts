/**
 * A piece of a file that is read, checked and landed on its own, whole records only. Where a file is cut depends on its bytes
 * alone: the same file makes the same portions, and so the same objects, however it comes in and whoever works on it.
 */
export interface Portion {
  /** Lines of JSON, or records of a CSV file below its header. */
  readonly format: 'json' | 'csv';
  /** File, and the entry of an archive: where a person finds the record again. */
  readonly source: string;
  /** Text in UTF-8. */
  readonly bytes: Uint8Array;
  /** Encoding of the file. In all but UTF-8 a byte that does not fit has become U+FFFD already. */
  readonly encoding: string;
  /** What is counted in places: lines of a text, records of anything else. */
  readonly unit: 'line' | 'record';
  /** Units before this portion. */
  readonly before: number;
  /** Name of the record type, where the file as a whole tells it. */
  readonly recordType?: string;
  readonly header?: readonly string[];
  readonly delimiter?: string;
}

/** Bytes of a portion: much enough for a Parquet file, little enough for several at a time in memory. */
export const PORTION_BYTES = 16 << 20;

/** The largest record that is looked for. A file whose record is longer is not what its name says. */
export const MAX_RECORD_BYTES = 64 << 20;
