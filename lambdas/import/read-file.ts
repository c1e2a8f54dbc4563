import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type CsvError, parse } from 'csv-parse';
import type { Channel, RecordType } from '../../channels/channel.ts';
import { messageOf, RefusedError } from '../../contracts/errors.ts';
import type { RawRecord } from '../shared/intake.ts';
import { readLines } from './read-lines.ts';

/** A record of a file, or the piece of it where a record should be and cannot be told. */
export interface FileRecord extends RawRecord {
  readonly type: RecordType | undefined;
  /** Place in the file, as a person counts. */
  readonly place: string;
  /** Set when the text could not even be parsed. */
  readonly broken?: string;
}

/** What a bad byte was decoded to. */
const REPLACEMENT = '\uFFFD';
/** Reason of a record whose bytes are lost: its text has {@link REPLACEMENT} in their place, and no replay can mend it. */
export const NOT_UTF8 = 'expected text in UTF-8';

/**
 * The records of a dropped file, streamed. The format follows the name: `.csv` or lines of JSON, either one with `.gz`.
 * @throws {RefusedError} when the file as a whole is not what the channel takes.
 */
export function readFile(name: string, bytes: AsyncIterable<Uint8Array>, channel: Channel): AsyncIterable<FileRecord> {
  const plainName = name.toLowerCase().replace(/\.gz$/, '');
  const plain = plainName === name.toLowerCase() ? bytes : unzipped(name, bytes);
  if (plainName.endsWith('.csv')) return readCsv(name, plain, channel);
  if (/\.(ndjson|jsonl|json)$/.test(plainName)) return readJsonLines(plain, channel);
  throw new RefusedError(415, `${name}: expected a name that ends in .csv, .ndjson or .jsonl, or one of these with .gz`);
}

async function* unzipped(name: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* pipeline(bytes, createGunzip(), () => undefined); // an error of either end is thrown here
  } catch (cause) {
    if (!codeOf(cause).startsWith('Z_')) throw cause;
    throw new RefusedError(422, `${name}: expected a whole gzip file, found one that is broken or cut off: ${messageOf(cause)}`, {
      cause,
    });
  }
}

async function* readJsonLines(bytes: AsyncIterable<Uint8Array>, channel: Channel): AsyncGenerator<FileRecord> {
  let line = 0;
  for await (const text of readLines(bytes)) {
    line++;
    if (text.trim() === '') continue;
    const place = `line ${line}`;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      yield { value: undefined, text, type: undefined, place, broken: 'expected one whole JSON object a line' };
      continue;
    }
    const type = channel.recordTypeOf?.(value);
    yield text.includes(REPLACEMENT) ? { value, text, type, place, broken: NOT_UTF8 } : { value, text, type, place };
  }
}

interface CsvLine {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

/**
 * What cannot be parsed is passed on among the records, in its place. It must not end the parser: that would take the records
 * with it that were parsed and not yet read. A quote inside a field that it does not enclose is text.
 */
const CSV = {
  bom: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  skip_records_with_error: true,
  info: true,
};

async function* readCsv(name: string, bytes: AsyncIterable<Uint8Array>, channel: Channel): AsyncGenerator<FileRecord> {
  const parser = parse(CSV);
  parser.on('skip', (error: CsvError) => parser.push({ error }));
  let header: readonly string[] | undefined;
  let type: RecordType | undefined;
  let count = 0;
  for await (const line of pipeline(bytes, parser, () => undefined) as AsyncIterable<CsvLine | { error: CsvError }>) {
    if ('error' in line) {
      const text = JSON.stringify({ file: name, after_record: count });
      yield { value: undefined, text, type, place: `after record ${count}`, broken: `expected CSV: ${line.error.code}` };
    } else if (header === undefined) {
      header = line.record.map((column) => column.trim());
      type = recordTypeByHeader(name, header, channel);
    } else {
      count++;
      yield csvRecord(line.record, header, type, `record ${count} (ends on line ${line.info.lines})`);
    }
  }
  if (header === undefined) throw new RefusedError(422, `${name}: the file is empty; expected a header line`);
}

function csvRecord(cells: readonly string[], header: readonly string[], type: RecordType | undefined, place: string): FileRecord {
  const value = Object.fromEntries(header.map((column, i) => [column, cells[i] ?? '']));
  const text = JSON.stringify(value);
  if (cells.length !== header.length) {
    const broken = `expected ${header.length} columns, found ${cells.length}`;
    return { value, text: JSON.stringify(cells), type, place, broken };
  }
  return text.includes(REPLACEMENT) ? { value, text, type, place, broken: NOT_UTF8 } : { value, text, type, place };
}

function recordTypeByHeader(name: string, header: readonly string[], channel: Channel): RecordType {
  const tables = channel.recordTypes.flatMap((type) => (type.header === undefined ? [] : [{ type, columns: type.header }]));
  if (tables.length === 0) throw new RefusedError(415, `${name}: channel ${channel.name} takes lines of JSON, not CSV`);
  if (header.some((column) => column.includes(REPLACEMENT) || column.includes('\0')))
    throw new RefusedError(422, `${name}: ${NOT_UTF8}`);
  const given = new Set(header);
  const ranked = tables
    .map(({ type, columns }) => ({ type, columns, missing: columns.filter((column) => !given.has(column)) }))
    .sort((a, b) => a.missing.length / a.columns.length - b.missing.length / b.columns.length);
  const [nearest] = ranked;
  if (nearest?.missing.length === 0) return nearest.type;
  throw new RefusedError(
    422,
    `${name}: no table of channel ${channel.name} has this header. Nearest is ${nearest?.type.name}: missing ${nearest?.missing.join(', ')}`,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error ? String(Reflect.get(error, 'code')) : '';
}
