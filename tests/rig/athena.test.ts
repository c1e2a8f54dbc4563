import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  paginateGetQueryResults,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { rigSettings } from './clients.ts';
import { RIG } from './settings.ts';

let athena: AthenaClient;
let s3: S3Client;

beforeAll(() => {
  athena = new AthenaClient({ ...rigSettings(), endpoint: inject('athenaUrl') });
  s3 = new S3Client({ ...rigSettings(), forcePathStyle: true });
});

async function start(sql: string, workgroup = 'primary'): Promise<string> {
  const { QueryExecutionId = '' } = await athena.send(
    new StartQueryExecutionCommand({ QueryString: sql, WorkGroup: workgroup, QueryExecutionContext: { Database: 'default' } }),
  );
  return QueryExecutionId;
}

async function ended(id: string): Promise<QueryExecution> {
  for (;;) {
    const { QueryExecution: execution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    const state = execution?.Status?.State;
    if (execution !== undefined && state !== 'QUEUED' && state !== 'RUNNING') return execution;
    await new Promise((next) => setTimeout(next, 20));
  }
}

async function run(sql: string, workgroup?: string): Promise<QueryExecution> {
  return ended(await start(sql, workgroup));
}

async function texts(sql: string): Promise<(string | undefined)[][]> {
  const { QueryExecutionId: id = '', Status } = await run(sql);
  expect(Status?.StateChangeReason).toBeUndefined();
  const rows: (string | undefined)[][] = [];
  for await (const { ResultSet } of paginateGetQueryResults({ client: athena }, { QueryExecutionId: id }))
    rows.push(...(ResultSet?.Rows ?? []).map(({ Data = [] }) => Data.map(({ VarCharValue }) => VarCharValue)));
  return rows;
}

const ICEBERG = (name: string) => `table_type = 'ICEBERG', is_external = false, location = 's3://${RIG.bucket}/tables/${name}/'`;

describe('answers as Athena does', () => {
  it('writes values in its own way, a null as nothing', async () => {
    expect(
      await texts(
        `select 9007199254740993 as big, 2e0 as whole, cast(1.50 as decimal(9, 2)) as amount, timestamp '2026-11-20 10:00:00.120' as at,
         array['a', null] as list, cast(row(1, 'x') as row(n integer, s varchar)) as pair, cast(null as varchar) as missing`,
      ),
    ).toEqual([
      ['big', 'whole', 'amount', 'at', 'list', 'pair', 'missing'],
      ['9007199254740993', '2.0', '1.50', '2026-11-20 10:00:00.120', '[a, null]', '{n=1, s=x}', undefined],
    ]);
  });

  it('pages through results of more than a thousand rows', async () => {
    const rows = await texts('select n from unnest(sequence(1, 2500)) as t(n)');
    expect(rows.length).toBe(2501);
    expect(rows.at(-1)).toEqual(['2500']);
  });

  it('keeps the rows as a file at the result location', async () => {
    const { ResultConfiguration } = await run(`select 'a "word"' as said, cast(null as integer) as n`);
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(ResultConfiguration?.OutputLocation ?? '') ?? [];
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    expect(await Body?.transformToString()).toBe('"said","n"\n"a ""word""",\n');
  });

  it('makes, merges, changes and drops Iceberg tables, and reads them as they were', async () => {
    await texts(`create table merged with (${ICEBERG('merged')}, partitioning = array['month(day)']) as
      select * from (values (1, date '2026-11-01'), (2, date '2026-11-02')) as t(id, day)`);
    const [, [snapshot]] = (await texts(`select cast(snapshot_id as varchar) as id from "merged$snapshots"`)) as [
      unknown,
      [string],
    ];
    await texts(`merge into merged using (values (2, date '2026-12-02'), (3, date '2026-12-03')) as new(id, day) on merged.id = new.id
      when matched then update set day = new.day when not matched then insert (id, day) values (new.id, new.day)`);
    await texts(`create or replace view merged_before as select id, day from merged for version as of ${snapshot}`);
    expect(await texts('select id, day from merged order by id')).toEqual([
      ['id', 'day'],
      ['1', '2026-11-01'],
      ['2', '2026-12-02'],
      ['3', '2026-12-03'],
    ]);
    expect(await texts("select count(*) as n from merged_before where day < date '2026-12-01'")).toEqual([['n'], ['2']]);
    await texts('drop view merged_before');
    await texts('drop table merged');
    expect((await run('select 1 from merged')).Status?.StateChangeReason).toMatch(/TABLE_NOT_FOUND/);
  });

  it('unloads to files', async () => {
    await texts(`unload (select 1 as one) to 's3://${RIG.bucket}/unloaded/' with (format = 'PARQUET', compression = 'ZSTD')`);
    const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: RIG.bucket, Prefix: 'unloaded/' }));
    expect(KeyCount).toBeGreaterThan(0);
  });

  it('stops what is running', async () => {
    const id = await start(
      'select count(*) from unnest(sequence(1, 10000)) a(x), unnest(sequence(1, 10000)) b(y), unnest(sequence(1, 100)) c(z)',
    );
    await athena.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
    expect((await ended(id)).Status?.State).toBe('CANCELLED');
    await expect(athena.send(new GetQueryResultsCommand({ QueryExecutionId: id }))).rejects.toThrow(/CANCELLED/);
  });
});

describe('refuses what Athena refuses', () => {
  it.each([
    ['two statements', 'select 1; select 2', /Only one sql statement/],
    ['a text over 262,144 bytes', `select '${'x'.repeat(262_144)}'`, /262144/],
    ['CREATE OR REPLACE TABLE', 'create or replace table t as select 1 as x', /mismatched input/],
    ['CALL', 'call awsdatacatalog.system.register_table()', /mismatched input/],
    ['ALTER TABLE … EXECUTE', 'alter table t execute optimize', /mismatched input/],
    [
      'an Iceberg table without a place',
      `create table t with (table_type = 'ICEBERG', is_external = false) as select 1 as x`,
      /location/,
    ],
    ['double quotes in DROP TABLE', 'drop table "t"', /backticks/],
    ['nothing', ' ', /must not be empty/],
  ])('%s', async (_, sql, message) => {
    await expect(start(sql)).rejects.toThrow(message);
  });

  it('takes a semicolon in a text and at the end', async () => {
    expect(await texts(`select ';' as mark -- a; b\n;`)).toEqual([['mark'], [';']]);
  });

  it('more than a hundred partitions written by one statement', async () => {
    const { Status } = await run(
      `create table wide with (${ICEBERG('wide')}, partitioning = array['n']) as select n from unnest(sequence(1, 101)) as t(n)`,
    );
    expect(Status?.State).toBe('FAILED');
    expect(Status?.StateChangeReason).toMatch(/TOO_MANY_OPEN_PARTITIONS/);
  });

  it('timestamps of an Iceberg table that are not to the microsecond', async () => {
    const { Status } = await run(
      `create table timed with (${ICEBERG('timed')}) as select timestamp '2026-11-20 10:00:00.000' as at`,
    );
    expect(Status?.StateChangeReason).toMatch(/timestamp\(6\)/);
  });

  it('an unknown workgroup, and a query that reads more than its workgroup allows', async () => {
    await expect(start('select 1', 'nobody')).rejects.toThrow(/not found/);
    await texts(`create table read with (${ICEBERG('read')}) as select n, rand() as x from unnest(sequence(1, 10000)) as t(n)`);
    const { Status } = await run('select sum(x) from read', RIG.smallWorkgroup);
    expect([Status?.State, Status?.StateChangeReason]).toEqual(['CANCELLED', 'Bytes scanned limit was exceeded']);
  });
});
