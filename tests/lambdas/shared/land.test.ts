import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contractOf } from '../../../contracts/catalogue.ts';
import { type Admitted, type Cell, cellNames } from '../../../lambdas/shared/door.ts';
import { Landing, landTables } from '../../../lambdas/shared/land.ts';
import { digestOf } from '../../../lambdas/shared/pack.ts';
import { parquetWriter } from '../../../lambdas/shared/parquet.ts';
import { memoryStore } from '../memory-store.ts';

const contract = contractOf('survey_response');

function response(id: string, cells: Record<string, Cell> = {}): Admitted {
  const all: Record<string, Cell> = {
    event_id: `survey/${id}`,
    event_version: 1_762_342_862_000,
    record_id: `record-${id}`,
    channel: 'survey',
    occurred_at: '2026-11-05T11:41:02.123Z',
    business_date: '2026-11-05',
    received_at: '2026-11-05T11:41:03Z',
    contract_version: 1,
    response_id: id,
    survey_id: 's',
    status: 'completed',
    ...cells,
  };
  return { contract, cells: cellNames(contract).map((name) => all[name] ?? null) };
}

function tablesOf(...events: Admitted[]) {
  const landing = new Landing();
  for (const event of events) landing.add(event);
  return landing.tables();
}

test('events go to the file of their table and of the day they were received', () => {
  const late = response('2', { received_at: '2026-11-06T00:00:00Z' });
  const tables = tablesOf(response('1'), late, response('3'));
  expect(tables.map(({ receivedDay, rowCount }) => [receivedDay, rowCount])).toEqual([
    ['2026-11-05', 2],
    ['2026-11-06', 1],
  ]);
});

test('the same rows are the same file; any other cell makes another', () => {
  const digest = (...events: Admitted[]) => tablesOf(...events).map(digestOf);
  expect(digest(response('1'), response('2'))).toEqual(digest(response('1'), response('2')));
  expect(digest(response('1'))).not.toEqual(digest(response('1', { nps_score: 9 })));
  expect(digest(response('1'))).not.toEqual(digest(response('1'), response('1')));
});

test('landing twice writes once', async () => {
  const store = memoryStore();
  const toParquet = await parquetWriter();
  const land = () => landTables(tablesOf(response('1'), response('2')), store, toParquet);
  expect((await land()).map(({ outcome }) => outcome)).toEqual(['written']);
  expect((await land()).map(({ outcome }) => outcome)).toEqual(['exists']);
  expect(store.objects.size).toBe(1);
});

test('cells keep their values and take the types of the contract', async () => {
  const toParquet = await parquetWriter();
  const answers = ['{"question_id":"推荐","score":9}', `{"question_id":"it's","score":null}`].join('\n');
  const [table] = tablesOf(response('1', { nps_score: 9, comment: '好吃"\n😀', answers }));
  const folder = await mkdtemp(join(tmpdir(), 'parquet-'));
  try {
    if (table === undefined) throw new Error('one table expected');
    await writeFile(join(folder, 'a.parquet'), await toParquet(table));
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const reader = await connection.runAndReadAll(`select * from '${join(folder, 'a.parquet')}'`);
    const types = Object.fromEntries(reader.columnNames().map((name, i) => [name, String(reader.columnTypes()[i])]));
    expect(types).toMatchObject({
      event_id: 'VARCHAR',
      event_version: 'BIGINT',
      occurred_at: 'TIMESTAMP',
      business_date: 'DATE',
      answers: 'VARCHAR[]',
    });
    expect(reader.getRowObjectsJson()[0]).toMatchObject({
      event_version: '1762342862000',
      occurred_at: '2026-11-05 11:41:02.123',
      received_at: '2026-11-05 11:41:03',
      business_date: '2026-11-05',
      nps_score: '9',
      comment: '好吃"\n😀',
      answers: ['{"question_id":"推荐","score":9}', `{"question_id":"it's","score":null}`],
      csat_score: null,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('any text is kept as it is, whatever packing it takes, and null is not the empty text', async () => {
  const toParquet = await parquetWriter();
  const odd = [
    '',
    ' ',
    '\0',
    'a\0b',
    '\u001b',
    '\u001b0',
    '\u001e',
    '\u001b2\u001e',
    "it's",
    '"\\',
    '\u001b1\u001b',
    '\n',
    '😀',
    null,
    'null',
  ];
  const folder = await mkdtemp(join(tmpdir(), 'parquet-'));
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  let files = 0; // each written once, as in the lake: DuckDB takes a file of the same name, second and size for the one it has read
  const kept = async (comments: readonly Cell[]) => {
    const events = comments.map((comment, i) =>
      response(String(i).padStart(6, '0'), { comment, answers: i % 2 === 0 ? '' : null }),
    );
    const [table] = tablesOf(...events);
    if (table === undefined) throw new Error('one table expected');
    const file = join(folder, `${files++}.parquet`);
    await writeFile(file, await toParquet(table));
    const reader = await connection.runAndReadAll(`select comment, answers from '${file}' order by response_id`);
    expect(reader.getRowsJson().map(([, answers]) => answers)).toEqual(comments.map((_, i) => (i % 2 === 0 ? [] : null)));
    return reader.getRowsJson().map(([comment]) => comment);
  };
  try {
    expect(await kept(odd)).toEqual(odd);
    for (const comment of odd) expect(await kept([comment, comment])).toEqual([comment, comment]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(fc.string({ unit: 'binary' })), { minLength: 1 }), async (comments) => {
        expect(await kept(comments)).toEqual(comments);
      }),
      { numRuns: 50 },
    );
    const many = Array.from({ length: 5_000 }, (_, i) => (i < 2_048 ? 'the same' : i % 7 === 0 ? '' : `${i}`));
    expect(await kept(many)).toEqual(many);
  } finally {
    await rm(folder, { recursive: true });
  }
});
