import type { Channel } from '../../channels/channel.ts';
import { RefusedError } from '../../contracts/errors.ts';
import { csvFields, csvRecords, cutCsv } from './csv.ts';
import { cutLines, cutPortions } from './cut.ts';
import { findDelimiter } from './delimiter.ts';
import { type Encoding, inUtf8 } from './encoding.ts';
import { readJsonFile } from './json-file.ts';
import { localCopy } from './local-copy.ts';
import { openParquet } from './parquet-file.ts';
import type { Portion } from './portion.ts';
import { typeByHeader } from './record-type.ts';
import { sheetRows } from './sheet-file.ts';
import { gunzipped, zipEntries } from './unpack.ts';

/** Names of what can be imported; the first six may also be gzipped. */
export const DATA_FILE = /\.((csv|tsv|ndjson|jsonl|json)(\.gz)?|zip|parquet|xlsx)$/i;
export const EXPECTED_NAMES =
  'expected names that end in .csv, .tsv, .ndjson, .jsonl, .json (each also with .gz), .zip, .parquet or .xlsx';

/** A file, or an entry of an archive, to be read from front to back. */
interface Source {
  readonly name: string;
  readonly open: () => AsyncIterable<Uint8Array>;
  /** Where it lies on this machine's disk, if it does. */
  readonly path?: string;
}

interface Reading {
  readonly channel: Channel;
  /** Encoding of texts, when the one who drops the file knows better than its bytes. */
  readonly encoding?: Encoding;
}

/**
 * A dropped file as portions, streamed: memory does not grow with the file. The format follows the name.
 * @throws {RefusedError} when the file as a whole is not what the channel takes.
 */
export async function* readDrop(file: Source, reading: Reading): AsyncGenerator<Portion> {
  const [, format = '', gz] = /\.(csv|tsv|ndjson|jsonl|json|zip|parquet|xlsx)(\.gz)?$/i.exec(file.name) ?? [];
  const isText = !/^(zip|parquet|xlsx)$/i.test(format);
  if (format === '' || (gz !== undefined && !isText)) throw new RefusedError(415, `${file.name}: ${EXPECTED_NAMES}`);
  if (isText) {
    const blocks = gz === undefined ? file.open() : gunzipped(file.name, file.open());
    yield* readText(file.name, format.toLowerCase(), await inUtf8(blocks, reading.encoding), reading.channel);
    return;
  }
  const copy = file.path === undefined ? await localCopy(file.open()) : null;
  try {
    const path = copy?.path ?? file.path ?? '';
    if (format.toLowerCase() === 'zip') yield* readArchive(file.name, path, reading);
    else
      yield* format.toLowerCase() === 'xlsx'
        ? readSheetFile(file.name, path, reading.channel)
        : readParquet(file.name, path, reading.channel);
  } finally {
    await copy?.remove();
  }
}

async function* readArchive(name: string, path: string, reading: Reading): AsyncGenerator<Portion> {
  for await (const entry of zipEntries(name, path)) {
    if (/\.zip$/i.test(entry.name))
      throw new RefusedError(415, `${name}: ${entry.name}: expected data files, not another archive`);
    yield* readDrop({ name: `${name}/${entry.name}`, open: entry.open }, reading);
  }
}

interface Text {
  readonly encoding: Encoding;
  readonly blocks: AsyncIterable<Uint8Array>;
}

async function* readText(source: string, format: string, text: Text, channel: Channel): AsyncGenerator<Portion> {
  if (format === 'tsv') return yield* readTable(source, '\t', text, channel);
  if (format === 'csv') {
    const { delimiter, blocks } = await findDelimiter(text.blocks);
    return yield* readTable(source, delimiter, { ...text, blocks }, channel);
  }
  const found = format === 'json' ? await readJsonFile(source, text.blocks, channel) : { lines: text.blocks };
  if ('records' in found) yield* readRecords(source, [found.records], text.encoding);
  else
    for await (const { bytes, before } of cutPortions(source, found.lines, cutLines))
      yield { format: 'json', source, bytes, encoding: text.encoding, unit: 'line', before };
}

/** Records that are JSON texts already, as portions. */
async function* readRecords(
  source: string,
  groups: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
  encoding: Encoding,
  recordType?: string,
): AsyncGenerator<Portion> {
  async function* lines(): AsyncGenerator<Uint8Array> {
    for await (const group of groups) if (group.length > 0) yield Buffer.from(`${group.join('\n')}\n`);
  }
  for await (const { bytes, before } of cutPortions(source, lines(), cutLines))
    yield { format: 'json', source, bytes, encoding, unit: 'record', before, ...(recordType !== undefined && { recordType }) };
}

async function* readTable(source: string, delimiter: string, text: Text, channel: Channel): AsyncGenerator<Portion> {
  let header: readonly string[] | undefined;
  let recordType = '';
  let above = 0;
  for await (const { bytes, before } of cutPortions(source, text.blocks, cutCsv(delimiter))) {
    let body = bytes;
    if (header === undefined) {
      const records = csvRecords(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), delimiter);
      const first = nextFilled(records);
      if (first === undefined) continue;
      header = (csvFields(first.toString('utf8'), delimiter) ?? []).map((column) => column.trim());
      const type = typeByHeader(source, header, channel);
      recordType = type.name;
      let last = first;
      for (let row = 0; row < (type.descriptionRows ?? 0); row++) last = records.next().value ?? last;
      const next = records.next();
      body = next.done === true ? bytes.subarray(bytes.length) : bytes.subarray(next.value.byteOffset - bytes.byteOffset);
      above = 1 + (type.descriptionRows ?? 0);
    }
    const firstRecord = before === 0 ? 0 : before - above;
    yield {
      format: 'csv',
      source,
      bytes: body,
      encoding: text.encoding,
      unit: 'record',
      before: firstRecord,
      recordType,
      header,
      delimiter,
    };
  }
  if (header === undefined) throw new RefusedError(422, `${source}: the file is empty; expected a header line`);
}

function nextFilled(records: Iterator<Buffer, unknown>): Buffer | undefined {
  for (let next = records.next(); next.done !== true; next = records.next()) if (next.value.length > 0) return next.value;
  return undefined;
}

async function* readSheetFile(source: string, path: string, channel: Channel): AsyncGenerator<Portion> {
  const [first, ...rows] = await sheetRows(source, path);
  if (first === undefined) throw new RefusedError(422, `${source}: the sheet is empty; expected a header row`);
  const header = first.map((column) => column.trim());
  const type = typeByHeader(source, header, channel);
  const records = rows
    .slice(type.descriptionRows ?? 0)
    .map((row) => JSON.stringify(Object.fromEntries(header.map((column, i) => [column, row[i] ?? '']))));
  yield* readRecords(source, [records], 'UTF-8', type.name);
}

async function* readParquet(source: string, path: string, channel: Channel): AsyncGenerator<Portion> {
  const file = await openParquet(source, path);
  try {
    const isTable = channel.recordTypes.some(({ header }) => header !== undefined);
    const recordType =
      isTable || channel.recordTypeOf === undefined ? typeByHeader(source, file.columns, channel).name : undefined;
    yield* readRecords(source, file.rows(recordType === undefined ? 'own' : 'text'), 'UTF-8', recordType);
  } finally {
    file.close();
  }
}
