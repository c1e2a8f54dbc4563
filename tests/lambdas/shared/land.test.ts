import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { contractOf } from '../../../contracts/catalogue.ts';
import { type Admitted, type Cell, cellNames } from '../../../lambdas/shared/door.ts';
import { batchesOf, digestOf, landBatches } from '../../../lambdas/shared/land.ts';
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

test('events go to the file of their table and of the day they were received', () => {
  const late = response('2', { received_at: '2026-11-06T00:00:00Z' });
  const batches = batchesOf([response('1'), late, response('3')]);
  expect(batches.map(({ receivedDay, rows }) => [receivedDay, rows.length])).toEqual([
    ['2026-11-05', 2],
    ['2026-11-06', 1],
  ]);
});

test('the same rows are the same file; any other cell makes another', () => {
  const digest = (...events: Admitted[]) => batchesOf(events).map(digestOf);
  expect(digest(response('1'), response('2'))).toEqual(digest(response('1'), response('2')));
  expect(digest(response('1'))).not.toEqual(digest(response('1', { nps_score: 9 })));
  expect(digest(response('1'))).not.toEqual(digest(response('1'), response('1')));
});

test('landing twice writes once', async () => {
  const store = memoryStore();
  const toParquet = await parquetWriter();
  const land = () => landBatches(batchesOf([response('1'), response('2')]), store, toParquet);
  expect((await land()).map(({ outcome }) => outcome)).toEqual(['written']);
  expect((await land()).map(({ outcome }) => outcome)).toEqual(['exists']);
  expect(store.objects.size).toBe(1);
});

test('cells keep their values and take the types of the contract', async () => {
  const toParquet = await parquetWriter();
  const answers = JSON.stringify([
    { question_id: '推荐', score: 9 },
    { question_id: "it's", score: null },
  ]);
  const [batch] = batchesOf([response('1', { nps_score: 9, comment: '好吃"\n\u0000😀'.replace('\u0000', ''), answers })]);
  const folder = await mkdtemp(join(tmpdir(), 'parquet-'));
  try {
    if (batch === undefined) throw new Error('one batch expected');
    await writeFile(join(folder, 'a.parquet'), await toParquet(batch));
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
