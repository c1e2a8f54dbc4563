import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Channel, recordType } from '../../../channels/channel.ts';
import { draft } from '../../../contracts/event.ts';
import { review } from '../../../contracts/events/review.ts';
import { type Drop, importDrop, type ImportReport, ownHands } from '../../../lambdas/import/import-drop.ts';
import { keyedBy } from '../../../lambdas/shared/intake.ts';
import { type ParquetWriter, parquetWriter } from '../../../lambdas/shared/parquet.ts';
import { quarantined, unseal } from '../../../lambdas/shared/quarantine.ts';
import { memoryStore } from '../memory-store.ts';
import { workbookOf, zipOf } from './zip.ts';

/** A vendor whose reviews come as tables, as documents and as lines. */
const row = recordType({
  name: 'row',
  header: ['id', 'stars', 'words'],
  descriptionRows: 1,
  schema: z.object({ id: z.string().min(1), stars: z.coerce.number().int(), words: z.string().max(20_000) }),
  toEvents: ({ id, stars, words }) => [
    draft(
      review,
      { nativeId: id, version: 1, occurredAt: '2026-11-05T10:00:00Z', businessDate: '2026-11-05' },
      { review_id: id, score: stars, scale_max: 5, comment: words },
    ),
  ],
});
const channel: Channel = {
  name: 'vendor',
  about: 'Reviews, for a test.',
  data: 'X',
  source: 'https://example.com',
  recordTypes: [row],
  recordTypeOf: () => row,
  documentRecords: (document) => z.object({ reviews: z.array(z.unknown()) }).parse(document).reviews,
};

const RECORDS = [
  { id: 'A1', stars: '5', words: '好吃, "真的"' },
  { id: 'A2', stars: '1', words: 'cold\nand late' },
  { id: 'A3', stars: '4', words: '' },
];
const RECEIVED = '2026-11-06T08:00:00.000Z';
const KEY = Buffer.alloc(32, 1);
const secrets = { pseudonymKeys: [KEY], quarantineKeys: [KEY], vaultKey: KEY, webhookSecrets: () => [] };
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const table = (delimiter: string) =>
  [
    ['id', 'stars', 'words'],
    ['the id', 'one to five', 'free'],
    ...RECORDS.map(({ id, stars, words }) => [id, stars, quoted(words)]),
  ]
    .map((cells) => `${cells.join(delimiter)}\n`)
    .join('');
const LINES = RECORDS.map((record) => `${JSON.stringify(record)}\n`).join('');

let toParquet: ParquetWriter;
let folder: string;
let parquet: string;
beforeAll(async () => {
  toParquet = await parquetWriter();
  folder = await mkdtemp(join(tmpdir(), 'import-'));
  parquet = join(folder, 'reviews.parquet');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run(
    `copy (select * from (values ('A1', 5, '好吃, "真的"'), ('A2', 1, 'cold' || chr(10) || 'and late'), ('A3', 4, null)) t (id, stars, words)) to '${parquet}'`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

async function imported(name: string, content: string | Uint8Array, options: Partial<Drop> = {}, blockBytes = 7) {
  const store = memoryStore();
  const ports = { store, secrets, keyed: keyedBy(secrets), clock: () => new Date(RECEIVED), toParquet };
  const bytes = Buffer.from(content);
  const blocks = Array.from({ length: Math.ceil(bytes.length / blockBytes) }, (_, i) =>
    bytes.subarray(i * blockBytes, (i + 1) * blockBytes),
  );
  const drop = { name, open: () => Readable.from(blocks), receivedAt: RECEIVED, ...options };
  const report = await importDrop(drop, channel, ports, ownHands(ports));
  return { report, store };
}

async function rowsOf(store: ReturnType<typeof memoryStore>): Promise<unknown[]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const rows: unknown[] = [];
  for (const [key, bytes] of store.objects) {
    if (!key.startsWith('bronze/')) continue;
    const path = join(folder, 'landed.parquet');
    await writeFile(path, bytes);
    rows.push(
      ...(await connection.runAndReadAll(`select review_id, score::int, comment from '${path}' order by 1`)).getRowsJson(),
    );
  }
  return rows;
}

const landed: readonly (readonly [name: string, content: () => string | Uint8Array])[] = [
  ['a.csv', () => table(',')],
  ['semicolons.csv', () => table(';')],
  ['tabs.csv', () => table('\t')],
  ['a.CSV.gz', () => gzipSync(table(','))],
  ['a.tsv', () => table('\t')],
  ['a.ndjson', () => LINES],
  ['a.jsonl.gz', () => gzipSync(LINES)],
  ['lines.json', () => LINES],
  ['document.json', () => JSON.stringify({ reviews: RECORDS }, null, 2)],
  ['on-one-line.json', () => JSON.stringify({ reviews: RECORDS })],
  ['a.zip', () => zipOf({ 'in/a.csv': table(','), '__MACOSX/in/._a.csv': 'x', '.DS_Store': 'x' })],
  [
    'a.xlsx',
    () =>
      workbookOf([
        ['id', 'stars', 'words'],
        ['the id', 'one to five', 'free'],
        ...RECORDS.map(({ id, stars, words }) => [id, Number(stars), words]),
      ]),
  ],
];

describe('the same records land from every format', () => {
  const expected = RECORDS.map(({ id, stars, words }) => [id, Number(stars), words]);

  test.each(landed)('%s', async (name, content) => {
    const { report, store } = await imported(name, content());
    expect(report).toMatchObject({ recordCount: 3, landed: { review: 3 }, quarantined: {} });
    expect(await rowsOf(store)).toEqual(expected);
  });

  test('a.parquet, whose columns are no descriptions', async () => {
    const { report, store } = await imported('a.parquet', '', { path: parquet });
    expect(report).toMatchObject({ recordCount: 3, landed: { review: 3 }, quarantined: {} });
    expect(await rowsOf(store)).toEqual(expected);
  });

  test('a.csv in GB18030, and in UTF-16', async () => {
    const inUtf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(table(','), 'utf16le')]);
    expect(await rowsOf((await imported('a.csv', inUtf16)).store)).toEqual(expected);
    const inGb = Buffer.from(table(',').replace('好吃', '~').replace('真的', '^'), 'latin1');
    const bytes = [...inGb].flatMap((byte) =>
      byte === 0x7e ? [0xba, 0xc3, 0xb3, 0xd4] : byte === 0x5e ? [0xd5, 0xe6, 0xb5, 0xc4] : [byte],
    );
    expect(await rowsOf((await imported('a.csv', Buffer.from(bytes))).store)).toEqual(expected);
  });
});

test('the sizes of the blocks that bring a file change no object', async () => {
  const [small, large] = [await imported('a.csv', table(',')), await imported('a.csv', table(','), {}, 10_000)];
  expect([...large.store.objects.keys()]).toEqual([...small.store.objects.keys()]);
});

test('a bad record is told by its place, and the others land', async () => {
  const lines = `${LINES}{"id":\n\n{"id":"","stars":"2","words":"x"}\n`;
  const bad = Buffer.concat([
    Buffer.from(lines),
    Buffer.from('{"id":"A9","stars":"2","words":"'),
    Buffer.from([0xba, 0xc3]),
    Buffer.from('"}\n'),
  ]);
  const { report, store } = await imported('a.ndjson', bad);
  expect(report).toMatchObject({ recordCount: 6, landed: { review: 3 }, quarantinedCount: 3 });
  const entries: string[] = [];
  for await (const { source, problems } of quarantined(store))
    entries.push(`${source}: ${problems[0]?.field} ${problems[0]?.expected}`);
  expect(entries).toEqual([
    'a.ndjson, line 4:  expected one whole JSON object a line',
    expect.stringMatching(/^a\.ndjson, line 6: id /),
    'a.ndjson, line 7:  expected text in UTF-8',
  ]);
});

test('a record of an array is refused to the digit, as it was written', async () => {
  const { documentRecords: _, ...lists } = channel;
  const store = memoryStore();
  const ports = { store, secrets, keyed: keyedBy(secrets), clock: () => new Date(RECEIVED), toParquet };
  const array = '[\r\n  {"id": "A1", "stars": "5", "words": "x"},\n  {"id": 12345678901234567890,\n "stars": 4.0}\n]\n';
  const open = () => Readable.from([Buffer.from(array)]);
  await importDrop({ name: 'a.json', open, receivedAt: RECEIVED }, lists, ports, ownHands(ports));
  const raw: string[] = [];
  for await (const { sealed } of quarantined(store)) raw.push(unseal(sealed, [KEY]));
  expect(raw).toEqual(['{"id": 12345678901234567890, "stars": 4.0}']);
});

test('a file that is named after who called keeps that name nowhere', async () => {
  const store = memoryStore();
  const ports = { store, secrets, keyed: keyedBy(secrets), clock: () => new Date(RECEIVED), toParquet };
  const open = () => Readable.from([Buffer.from(`${LINES}{"id":\n`)]);
  await importDrop({ name: 'call-13800001234.ndjson', open }, channel, ports, ownHands(ports));
  const kept = [...store.objects].map(([key, bytes]) => key + Buffer.from(bytes).toString());
  expect(kept.some((text) => text.includes('"name":"call-[phone].ndjson"'))).toBe(true);
  expect(kept.some((text) => text.includes('call-[phone].ndjson, line 4'))).toBe(true);
  expect(kept.filter((text) => text.includes('13800001234'))).toEqual([]);
});

test('in a CSV too: too many columns, and a quote that stays open', async () => {
  const { report, store } = await imported('a.csv', `${table(',')}A4,3,x,y\nA5,3,"never closed\n`);
  expect(report).toMatchObject({ recordCount: 5, landed: { review: 3 }, quarantinedCount: 2 });
  const sources: string[] = [];
  for await (const { source } of quarantined(store)) sources.push(source);
  expect(sources).toEqual(['a.csv, record 4', 'a.csv, record 5']);
});

test('unknown fields are kept and counted, however deep', async () => {
  const { report } = await imported('a.ndjson', '{"id":"A1","stars":"5","words":"x","source":{"app":1}}\n');
  expect(report.unknownFields).toEqual({ source: 1 });
});

const REFUSED: readonly (readonly [what: string, name: string, content: string | Uint8Array, message: RegExp])[] = [
  ['a name that says nothing', 'a.txt', 'x', /a\.txt: expected names that end in \.csv/],
  ['another header', 'a.csv', 'id,words\n', /Nearest is row: missing stars/],
  ['an empty table', 'a.csv', '', /a\.csv: the file is empty/],
  ['gzip that is cut off', 'a.csv.gz', gzipSync(table(',')).subarray(0, 30), /expected a whole gzip file/],
  [
    'gzip that unfolds without end',
    'a.ndjson.gz',
    gzipSync(`${' '.repeat(1 << 20)}\n`.repeat(200)),
    /unfolds to more than 200 times its size/,
  ],
  ['no archive', 'a.zip', 'x', /a\.zip: expected a zip archive/],
  [
    'an archive that unfolds without end',
    'a.zip',
    zipOf({ 'a.csv': Buffer.alloc(200 << 20, 'a') }),
    /unfolds to more than 200 times/,
  ],
  ['an archive in an archive', 'a.zip', zipOf({ 'b.zip': zipOf({}) }), /expected data files, not another archive/],
  ['an entry of another kind', 'a.zip', zipOf({ 'readme.md': 'x' }), /a\.zip\/readme\.md: expected names that end in/],
  ['no workbook', 'a.xlsx', zipOf({ 'a.xml': '<a/>' }), /a\.xlsx: expected an \.xlsx workbook/],
  ['a workbook too large to hold', 'a.xlsx', zipOf({ 'a.xml': Buffer.alloc(49 << 20, 'a') }), /save it as CSV/],
  ['no Parquet', 'a.parquet', 'x', /a\.parquet: expected a Parquet file/],
];

test.each(REFUSED)('%s is refused as a whole, and nothing lands', async (_what, name, content, message) => {
  const store = memoryStore();
  const ports = { store, secrets, keyed: keyedBy(secrets), clock: () => new Date(RECEIVED), toParquet };
  const drop = { name, open: () => Readable.from([Buffer.from(content)]), receivedAt: RECEIVED };
  const work: Promise<ImportReport> = importDrop(drop, channel, ports, ownHands(ports));
  await expect(work).rejects.toThrow(message);
  expect(store.objects.size).toBe(0);
});
