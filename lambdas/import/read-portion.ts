import { isUtf8 } from 'node:buffer';
import type { Channel, RecordType } from '../../channels/channel.ts';
import { fieldMover } from '../../contracts/fast-parse.ts';
import type { RawRecord } from '../shared/intake.ts';
import { csvFields, csvRecords } from './csv.ts';
import { lostText } from './encoding.ts';
import type { Portion } from './portion.ts';
import { typeByName } from './record-type.ts';

/** A record of a file, or the piece of it where a record should be and cannot be told. */
export interface FileRecord extends RawRecord {
  readonly type: RecordType | undefined;
  /** Number of the line or record in the file, as a person counts. */
  readonly number: number;
  /** Set when the text could not even be parsed. */
  readonly broken?: string | undefined;
}

/** What a bad byte was decoded to. */
const REPLACEMENT = '\uFFFD';

/** The records of a portion. */
export function readPortion(portion: Portion, channel: Channel): Iterable<FileRecord> {
  const bytes = Buffer.from(portion.bytes.buffer, portion.bytes.byteOffset, portion.bytes.length);
  const isWhole = portion.encoding === 'UTF-8' && isUtf8(bytes);
  const lost = lostText(portion.encoding);
  const brokenText = (text: string) => (isWhole || !text.includes(REPLACEMENT) ? undefined : lost);
  return portion.format === 'csv'
    ? readCsv(portion, bytes, channel, brokenText)
    : readLines(portion, bytes, channel, isWhole, brokenText);
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Decoded line by line: a line of plain ASCII then stays a one-byte string, which parses faster. */
function* readLines(
  { before, recordType }: Portion,
  bytes: Buffer,
  channel: Channel,
  isWhole: boolean,
  brokenText: (text: string) => string | undefined,
): Generator<FileRecord> {
  const known = typeByName(channel, recordType);
  let number = before;
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(NEWLINE, start);
    const lineEnd = found === -1 ? bytes.length : found;
    const end = lineEnd > start && bytes[lineEnd - 1] === RETURN ? lineEnd - 1 : lineEnd;
    const text = bytes.toString('utf8', start, end);
    const line = isWhole ? bytes.subarray(start, end) : undefined;
    start = lineEnd + 1;
    number++;
    if (text.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      yield { value: undefined, text, bytes: line, type: undefined, number, broken: 'expected one whole JSON object a line' };
      continue;
    }
    const type = known ?? channel.recordTypeOf?.(value);
    yield { value, text, bytes: line, type, number, broken: brokenText(text) };
  }
}

function* readCsv(
  { before, recordType, header = [], delimiter = ',' }: Portion,
  bytes: Buffer,
  channel: Channel,
  brokenText: (text: string) => string | undefined,
): Generator<FileRecord> {
  const type = typeByName(channel, recordType);
  const valueOf = fieldMover(header.map((column, i) => [i, column]));
  let number = before;
  for (const record of csvRecords(bytes, delimiter)) {
    number++;
    if (record.length === 0) continue;
    const line = record.toString('utf8');
    const fields = csvFields(line, delimiter);
    if (fields === null) {
      yield { value: undefined, text: line, type, number, broken: 'expected CSV: a quote that opens a field is never closed' };
    } else if (fields.length !== header.length) {
      const broken = `expected ${header.length} columns, found ${fields.length}`;
      yield { value: undefined, text: JSON.stringify(fields), type, number, broken };
    } else {
      const value = valueOf(fields);
      const text = JSON.stringify(value);
      yield { value, text, type, number, broken: brokenText(text) };
    }
  }
}
