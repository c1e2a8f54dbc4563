import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { landedKey } from '../../contracts/lake.ts';
import { publishedBuild, readManifest, warehouseDir } from '../../warehouse/manifest.ts';
import { addModels, type House, makeHouse } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await makeHouse();
  await addModels(house);
});
afterEach(() => house.remove());

const first = [
  { event: 'a', version: 1, day: '2026-11-01', store: 'S1', cents: 100 },
  { event: 'b', version: 1, day: '2026-11-02', store: 'S1', cents: 50 },
  { event: 'c', version: 1, day: '2026-11-05', store: 'S2', cents: 7 },
];

describe('a build', () => {
  it('publishes every model, also when the lake is empty', async () => {
    const { published, manifest } = await house.build();
    expect(published).toBe(true);
    expect(Object.keys(manifest.models)).toHaveLength(5);
    expect(await house.query('select count(*) as n from sale_daily')).toEqual([{ n: '0' }]);
  });

  it('counts sums of whole numbers as whole numbers, as Athena does', async () => {
    await house.landSales('f1', first);
    const { manifest } = await house.build();
    expect(manifest.models['sale_total']?.columns).toContainEqual({ name: 'cents', type: 'BIGINT' });
    expect(await house.query('select store_id, cents from sale_total order by store_id')).toEqual([
      { store_id: 'S1', cents: '150' },
      { store_id: 'S2', cents: '7' },
    ]);
  });

  it('publishes nothing new when nothing changed', async () => {
    await house.landSales('f1', first);
    await house.build();
    const again = await house.build();
    expect(again.published).toBe(false);
    expect(again.manifest.build).toBe('b000001');
  });

  it('rewrites only the days that new files touch and keeps the rest by reference', async () => {
    await house.landSales('f1', first);
    const before = (await house.build()).manifest.models['sale_daily'];
    await house.landSales('f2', [{ event: 'd', version: 1, day: '2026-11-05', store: 'S1', cents: 9 }]);
    const { manifest } = await house.build();
    expect(manifest.results['stg_sale']?.mode).toBe('incremental');
    expect(manifest.results['sale_daily']?.mode).toBe('incremental');
    const after = manifest.models['sale_daily'];
    const kept = (key: string) => after?.parts.find((part) => part.key === key);
    expect(kept('2026-11-01')).toEqual(before?.parts.find((part) => part.key === '2026-11-01'));
    expect(kept('2026-11-05')?.files[0]).toContain('b000002');
    expect(after?.superseded.map(({ key, since }) => [key, since])).toEqual([['2026-11-05', 'b000001']]);
    expect(manifest.results['stg_shop']?.mode).toBe('reused');
  });

  it('puts small files together as days go by, and tells nobody that rows moved', async () => {
    await house.landSales('f0', first);
    await house.build();
    for (let day = 6; day <= 18; day += 1) {
      const sale = { event: `d${day}`, version: 1, day: `2026-11-${String(day).padStart(2, '0')}`, store: 'S1', cents: day };
      await house.landSales(`f${day}`, [sale]);
      await house.build();
    }
    const { manifest } = await house.build();
    const staged = manifest.models['stg_sale'];
    expect(new Set(staged?.parts.flatMap((part) => part.files)).size).toBeLessThan(9);
    expect(staged?.parts.map(({ since }) => since).toSorted()).toEqual([
      'b000001',
      'b000001',
      ...Array.from({ length: 14 }, (_, index) => `b0000${String(index + 1).padStart(2, '0')}`),
    ]);
    expect(manifest.results['sale_list']?.mode).toBe('incremental');
    expect(await house.query('select count(*) as n, sum(cents) as cents from stg_sale')).toEqual([{ n: '16', cents: '313' }]);
  }, 60_000);

  it('drops the part of a day that lost its last row to another day', async () => {
    await house.landSales('f1', first);
    await house.build();
    await house.landSales('f2', [{ event: 'c', version: 2, day: '2026-11-06', store: 'S2', cents: 8 }]);
    const { manifest } = await house.build();
    expect(manifest.models['stg_sale']?.parts.map((part) => part.key)).toEqual(['2026-11-01', '2026-11-02', '2026-11-06']);
    expect(await house.query(`select cents from sale_list where event_id = 'c'`)).toEqual([{ cents: '8' }]);
  });

  it('rebuilds what reads an input whole when that input changes, and not when its rows are the same', async () => {
    await house.landSales('f1', first);
    await house.landShops('s1', [{ store: 'S1', city: 'Xi’an' }]);
    await house.build();
    await house.landShops('s2', [{ store: 'S1', city: 'Xi’an' }]);
    const same = await house.build();
    expect(same.manifest.results['sale_daily']?.mode).toBe('reused');
    await house.landShops('s3', [{ store: 'S1', city: 'Wuhan', version: 2 }]);
    const changed = await house.build();
    expect(changed.manifest.results['sale_daily']).toMatchObject({ mode: 'full', reasons: ['stg_shop is built'] });
    expect(await house.query('select distinct city from sale_daily where store_id = $$S1$$')).toEqual([{ city: 'Wuhan' }]);
  });

  it('names the file that is not Parquet, publishes nothing and removes what it wrote', async () => {
    await house.landSales('f1', first);
    await house.build();
    const bad = join(house.dataDir, 'lake', landedKey('sale', '2026-11-20', 'bad'));
    await mkdir(dirname(bad), { recursive: true });
    await writeFile(bad, 'not parquet, and long enough to have a footer');
    await expect(house.build()).rejects.toThrow(/bad\.parquet: expected a Parquet file of lake table sale/);
    expect(await publishedBuild(house.dataDir)).toBe('b000001');
  });

  it('says which columns are not described', async () => {
    await house.model(
      'marts/odd',
      'select 1 as a, 2 as b',
      'about: x\ngrain: one\nkey: [a]\ncolumns: { a: { about: x }, c: { about: x } }',
    );
    await expect(house.build()).rejects.toThrow(/odd\.yml: columns: not described: b; described, but not in the SQL: c/);
  });

  it('refuses a column that is given twice', async () => {
    await house.model('marts/odd', 'select 1 as a, 2 as a', 'about: x\ngrain: one\nkey: [a]\ncolumns: { a: { about: x } }');
    await expect(house.build()).rejects.toThrow(/odd\.sql: column a is given more than once/);
  });

  it('builds what an audit of a selected model looks at and was never built', async () => {
    const audits = 'audits: [{ name: all sold, sql: "select a from odd where a not in (select event_id from sale_list)" }]';
    await house.model('marts/odd', `select 'a' as a`, `about: x\ngrain: one\nkey: [a]\ncolumns: { a: { about: x } }\n${audits}`);
    await house.landSales('f1', first);
    const { manifest } = await house.build({ select: ['odd'] });
    expect(Object.keys(manifest.models).toSorted()).toEqual(['odd', 'sale_list', 'stg_sale']);
  });

  it.each([[[]], [['sale_total']]])('makes rows again that somebody deleted, selecting %j', async (select) => {
    await house.landSales('f1', first);
    await house.build();
    const before = await house.query('select * from sale_total order by 1');
    for (const model of ['stg_sale', 'sale_total'])
      await rm(join(warehouseDir(house.dataDir), 'parts', model), { recursive: true });
    await expect(house.query('select 1 as x')).rejects.toThrow(
      /cannot be read: .*run `echolake build`, which makes again what is gone/,
    );
    const { manifest } = await house.build({ select });
    expect(manifest.results['sale_total']).toMatchObject({ mode: 'full', reasons: ['its rows are gone'] });
    expect(await house.query('select * from sale_total order by 1')).toEqual(before);
  });

  it('refuses a merged model whose SQL drops events', async () => {
    await house.model(
      'staging/stg_sale',
      'select event_id, event_version, record_id, business_date, received_at, store_id, cents from lake_sale where cents > 10',
      await yml('staging/stg_sale'),
    );
    await house.landSales('f1', first);
    await house.build();
    await house.landSales('f2', [{ event: 'a', version: 2, day: '2026-11-01', store: 'S1', cents: 1 }]);
    await expect(house.build()).rejects.toThrow(/stg_sale: 1 events of lake_sale have no row in it/);
  });

  it('stops when it is told to and leaves nothing behind', async () => {
    await house.landSales('f1', first);
    const stopping = new AbortController();
    const build = house.build({ signal: stopping.signal, onProgress: (event) => event.type === 'done' && stopping.abort() });
    await expect(build).rejects.toThrow('the build was stopped; nothing was published');
    expect(await publishedBuild(house.dataDir)).toBeNull();
    expect((await house.build()).manifest.build).toBe('b000001');
  });

  it('builds a model again that a selection had left behind', async () => {
    await house.landSales('f1', first);
    await house.build();
    await house.landSales('f2', [{ event: 'd', version: 1, day: '2026-11-05', store: 'S1', cents: 9 }]);
    const some = await house.build({ select: ['stg_sale'] });
    expect(some.manifest.results['sale_total']?.mode).toBe('reused');
    const rest = await house.build();
    expect(rest.manifest.results['sale_total']?.reasons).toEqual(['stg_sale changed in a build without this model']);
    expect(await house.query('select sum(cents) as cents from sale_total')).toEqual([{ cents: '166' }]);
  });

  it('keeps the last builds and deletes what no kept build names', async () => {
    await house.landSales('f1', first);
    await house.build();
    for (const version of [2, 3, 4]) {
      await house.landSales(`f${version}`, [{ event: 'a', version, day: '2026-11-01', store: 'S1', cents: version }]);
      await house.build({ keep: 2 });
    }
    await expect(readManifest(house.dataDir, 'b000002')).rejects.toThrow(/build b000002: its record is gone/);
    expect((await readManifest(house.dataDir, 'b000003')).build).toBe('b000003');
    expect(await house.query(`select cents from sale_list where event_id = 'b'`)).toEqual([{ cents: '50' }]);
  });
});

async function yml(path: string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return readFile(join(house.sqlDir, `${path}.yml`), 'utf8');
}
