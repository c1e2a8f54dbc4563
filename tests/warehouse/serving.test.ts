import { setTimeout as sleep } from 'node:timers/promises';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPublished, watchPublished } from '../../warehouse/engines/duckdb/serving.ts';
import { movePointer, warehouseDir } from '../../warehouse/manifest.ts';
import { rollbackWarehouse } from '../../warehouse/rollback.ts';
import { statusOfWarehouse } from '../../warehouse/status.ts';
import { addModels, type House, makeHouse, NOW, sale, shop } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await makeHouse();
  await addModels(house);
});
afterEach(() => house.remove());

const total = () => house.query('select cast(sum(cents) as bigint) as cents from sale_total');
const land = (event: string, cents: number) =>
  house.landSales(event, [{ event, version: 1, day: '2026-11-01', store: 'S1', cents }]);

describe('the published warehouse', () => {
  it('is not there before the first build, and says what to do', async () => {
    await expect(openPublished(house.dataDir)).rejects.toThrow(/nothing is built yet; run `echolake build`/);
  });

  it('keeps its settings, whoever connects', async () => {
    await house.build();
    const published = await openPublished(house.dataDir);
    const connection = await published.instance.connect();
    const row = await connection.runAndReadAll(`select 1 / 2 as half, current_setting('TimeZone') as zone`);
    expect(row.getRowObjectsJson()).toEqual([{ half: 0, zone: 'UTC' }]);
    await expect(connection.run('set enable_external_access = true')).rejects.toThrow(/locked/);
    connection.closeSync();
    published.close();
  });

  it('stays the build it was while others are published, and tells of them', async () => {
    await land('a', 1);
    await house.build();
    const published = await openPublished(house.dataDir);
    const moves: string[] = [];
    const watching = new AbortController();
    const watch = watchPublished(house.dataDir, (build) => void moves.push(build), { signal: watching.signal, everyMs: 10 });
    await sleep(30);
    await land('b', 2);
    await house.build();
    await sleep(60);
    watching.abort();
    await watch;
    const connection = await published.connect();
    expect((await connection.runAndReadAll('select cast(sum(cents) as bigint) from sale_total')).getRowsJson()).toEqual([['1']]);
    expect(moves).toEqual(['b000002']);
    connection.closeSync();
    published.close();
    expect(await total()).toEqual([{ cents: '3' }]);
  });
});

describe('a rollback', () => {
  it('publishes the build before, from which the next one starts', async () => {
    await land('a', 1);
    await house.build();
    await land('b', 2);
    await house.build();
    expect((await rollbackWarehouse(house.dataDir, null, () => NOW)).build).toBe('b000001');
    expect(await total()).toEqual([{ cents: '1' }]);
    const next = await house.build();
    expect(next.manifest).toMatchObject({ build: 'b000003', previous: 'b000001' });
    expect(await total()).toEqual([{ cents: '3' }]);
  });

  it('says which builds there are', async () => {
    await expect(rollbackWarehouse(house.dataDir, null, () => NOW)).rejects.toThrow('nothing is built yet');
    await house.build();
    await expect(rollbackWarehouse(house.dataDir, null, () => NOW)).rejects.toThrow('build b000001 is the first');
    await expect(rollbackWarehouse(house.dataDir, 'b000009', () => NOW)).rejects.toThrow(
      'there is no build b000009; the nearest is b000001. Kept: b000001',
    );
  });

  it('mends a pointer to a build that is gone', async () => {
    await land('a', 1);
    await house.build();
    await movePointer(house.dataDir, 'b000007');
    const message = /build b000007: its record is gone .*rollback BUILD` \(kept: b000001\)/;
    await expect(house.build()).rejects.toThrow(message);
    await expect(total()).rejects.toThrow(message);
    await rollbackWarehouse(house.dataDir, 'b000001', () => NOW);
    expect(await total()).toEqual([{ cents: '1' }]);
  });

  it('mends a pointer that is damaged', async () => {
    await land('a', 1);
    await house.build();
    await writeFile(join(warehouseDir(house.dataDir), 'published.json'), 'b1');
    const message =
      /published\.json: expected a record written by `echolake build`; publish a kept build with `echolake rollback BUILD`/;
    await expect(house.build()).rejects.toThrow(message);
    await rollbackWarehouse(house.dataDir, 'b000001', () => NOW);
    expect(await total()).toEqual([{ cents: '1' }]);
  });

  it('refuses a build whose files are gone', async () => {
    await land('a', 1);
    const { manifest } = await house.build();
    await land('b', 2);
    await house.build();
    await rm(join(warehouseDir(house.dataDir), manifest.models['sale_total']?.parts[0]?.files[0] ?? ''));
    await expect(rollbackWarehouse(house.dataDir, 'b000001', () => NOW)).rejects.toThrow(/build b000001 has lost 1 of its files/);
    expect(await total()).toEqual([{ cents: '3' }]);
  });
});

describe('the status', () => {
  it('tells what is published, kept and waiting', async () => {
    const status = () => statusOfWarehouse(house.dataDir, [sale, shop]);
    expect(await status()).toMatchObject({ published: null, builds: [], models: [], waiting_files: {} });
    await land('a', 1);
    expect((await status()).waiting_files).toEqual({ sale: 1 });
    await house.build();
    await land('b', 2);
    await land('c', 2);
    expect(await status()).toMatchObject({
      published: 'b000001',
      builds: [{ build: 'b000001', is_published: true, built_models: 5, models: 5, warnings: 0 }],
      waiting_files: { sale: 2 },
    });
  });
});

describe('SQL over the published warehouse', () => {
  let built: House;
  beforeAll(async () => {
    built = await makeHouse();
    await addModels(built);
    await built.build();
  });
  afterAll(() => built.remove());

  const query = (sql: string) => built.query(sql);

  it('answers Athena SQL as Athena does', async () => {
    expect(
      await query(
        `select 1 / 2 as half, concat('a', cast(null as varchar)) as text, date_diff('day', timestamp '2026-01-01 23:00:00', timestamp '2026-01-02 01:00:00') as days,
         date_format(timestamp '2026-11-05 07:08:09', '%Y-%m-%d %H:%i:%s') as at, current_setting('TimeZone') as zone`,
      ),
    ).toEqual([{ half: 0, text: null, days: '0', at: '2026-11-05 07:08:09', zone: 'UTC' }]);
  });

  it.each(['show tables', 'describe stg_sale', 'explain select 1', 'with a as (select 1 as x) select x from a'])(
    'reads: %s',
    async (sql) => {
      expect((await query(sql)).length).toBeGreaterThan(0);
    },
  );

  it.each([
    'create table x as select 1',
    'drop view stg_sale',
    `copy (select 1) to '/tmp/echolake-x.parquet'`,
    'explain analyze create table x as select 1',
    `set enable_external_access = true`,
    `attach ':memory:' as other`,
    'insert into stg_sale select * from stg_sale',
    'prepare p as select 1',
    'call pragma_version()',
    `export database '/tmp/echolake-x'`,
    '-- reads\nexplain analyze create table x as select 1',
  ])('refuses what does more than read: %s', async (sql) => {
    await expect(query(sql)).rejects.toThrow(/^expected a select, with, explain, describe or show; found /);
  });

  it.each([
    ['select 1; drop view stg_sale', /expected one statement, found 2/],
    ['', /expected a query, found nothing/],
    [' -- nothing', /expected a query, found nothing/],
    ['/* */ explain analyze create table x as select 1', /explain takes no/],
    ['with a as (select 1) insert into stg_sale select * from a', /./],
    ['(insert into stg_sale select 1)', /./],
    ['select from where', /syntax error/i],
    [`select * from read_csv('/etc/passwd')`, /Permission|disabled/],
    [`select * from read_text('/etc/hostname')`, /Permission|disabled/],
    [`select * from glob('/etc/*')`, /Permission|disabled/],
    [`select * from '/etc/passwd'`, /./],
  ])('refuses %s', async (sql, message) => {
    await expect(query(sql)).rejects.toThrow(message);
  });
});
