import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BuildRecord, type BuildRequest, buildIn } from '../../warehouse/build.ts';
import { athenaQueries } from '../../warehouse/engines/athena/queries.ts';
import { transform } from '../../lambdas/transform/transform.ts';
import { rollbackIn } from '../../warehouse/rollback.ts';
import { type House, makeHouse, NOW, type Sale, sale, shop } from '../warehouse/house.ts';
import { rigUrls } from './clients.ts';
import { type Installation, makeInstallation } from './installation.ts';
import { uploadLake } from './upload-lake.ts';

let house: House;
let rig: Installation;

const columns = (names: readonly string[]) => names.map((name) => `  ${name}: { about: It }`).join('\n');

beforeEach(async () => {
  house = await makeHouse();
  rig = await makeInstallation(rigUrls(), [sale, shop]);
  await house.model(
    'staging/stg_sale',
    `with ranked as (
       select *, row_number() over (partition by event_id order by event_version desc, record_id desc, received_at asc) as version_rank from lake_sale
     )
     select event_id, event_version, record_id, business_date, received_at, store_id, cents from ranked where version_rank = 1`,
    `about: Sales\ngrain: one row per sale\nkey: [event_id]\ncolumns:\n${columns(['event_id', 'event_version', 'record_id', 'business_date', 'received_at', 'store_id'])}
  cents: { about: It, audits: [not_null] }
audits:
  - { name: cents are not negative, sql: "select event_id, cents from stg_sale where cents < 0" }
materialized: incremental
incremental:
  partition: business_date
  merge: { key: [event_id], latest_by: [event_version, record_id, received_at asc] }
`,
  );
  await house.model(
    'marts/sale_total',
    'select store_id, count(*) as sale_count, sum(cents) as cents from stg_sale group by store_id',
    `about: Sums\ngrain: one row per store\nkey: [store_id]\ncolumns:\n${columns(['store_id', 'sale_count', 'cents'])}\n`,
  );
});

afterEach(() => house.remove());

async function build(options: Partial<BuildRequest> = {}): Promise<BuildRecord> {
  await uploadLake(house.dataDir, rig);
  return buildIn(rig.place(), { sqlDir: house.sqlDir, contracts: [sale, shop], now: () => NOW, ...options });
}

const sold = (event: string, cents: number, version = 1): Sale => ({ event, version, day: '2026-11-18', store: 's1', cents });
const queries = () => athenaQueries({ client: rig.athena, workgroup: 'primary', database: rig.database });
const total = async () => (await queries().read('select sale_count, cents from sale_total')).rows;
const tables = async () => (await queries().tables('.*__b[0-9]+_.*')).toSorted();

describe('a warehouse in a bucket', () => {
  it('shows a build whose audits fail to nobody, and leaves nothing of it', async () => {
    await house.landSales('f1', [sold('a', 100)]);
    await build();
    const before = await tables();
    await house.landSales('f2', [sold('b', -1)]);
    await expect(build()).rejects.toThrow(/stg_sale: audit "cents are not negative" failed on 1 row/);
    expect(await total()).toEqual([['1', '100']]);
    expect(await tables()).toEqual(before);
    await house.landSales('f3', [sold('b', 1, 2)]);
    await build();
    expect(await total()).toEqual([['2', '101']]);
  });

  it('goes back to an earlier build, and on from there', async () => {
    await house.landSales('f1', [sold('a', 100)]);
    await build();
    await house.landSales('f2', [sold('b', 10)]);
    await build();
    await rollbackIn(rig.place(), null, () => NOW);
    expect(await total()).toEqual([['1', '100']]);
    await house.landSales('f3', [sold('c', 1)]);
    const { manifest } = await build();
    expect(manifest.build).toBe('b000003');
    expect(await total()).toEqual([['3', '111']]);
  });

  it('drops what no kept build names, and nothing else', async () => {
    await queries().run(
      `create table by_hand with (table_type = 'ICEBERG', is_external = false, location = 's3://${rig.bucket}/by-hand/') as select 1 as one`,
    );
    for (const [index, event] of ['a', 'b', 'c'].entries()) {
      await house.landSales(`f${index}`, [sold(event, 1)]);
      await build({ keep: 1 });
    }
    const place = rig.place();
    expect(await place.listBuilds()).toEqual(['b000003']);
    const { models } = await place.readManifest('b000003');
    const named = Object.values(models).flatMap(({ parts }) => parts.flatMap(({ files }) => files));
    expect(await tables()).toEqual([...new Set(named)].toSorted());
    expect((await queries().read('select one from by_hand')).rows).toEqual([['1']]);
    await expect(rollbackIn(place, 'b000001', () => NOW)).rejects.toThrow(/there is no build b000001/);
  });

  it('lets one build at a time in', async () => {
    await house.landSales('f1', [sold('a', 100)]);
    const both = await Promise.allSettled([build(), build()]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : [])).join()).toMatch(
      /another build is running/,
    );
    expect(await total()).toEqual([['1', '100']]);
  });

  it('ends what runs when it is told to, and leaves nothing of it', async () => {
    await house.landSales('f1', [sold('a', 100)]);
    const stop = new AbortController();
    const stopping = build({
      signal: stop.signal,
      onProgress: ({ type }) => type === 'started' && setTimeout(() => stop.abort(), 50),
    });
    await expect(stopping).rejects.toThrow(/the build was stopped; nothing was published/);
    expect(await tables()).toEqual([]);
    expect(await rig.place().publishedBuild()).toBeNull();
    expect((await build()).published).toBe(true);
  });

  it('is brought up to date by the function that runs on a schedule, which leaves a build at work alone', async () => {
    await house.landSales('f1', [sold('a', 100)]);
    await uploadLake(house.dataDir, rig);
    const said: Readonly<Record<string, unknown>>[] = [];
    const run = () =>
      transform(rig.place(), { sqlDir: house.sqlDir, contracts: [sale, shop], now: () => NOW, say: (line) => said.push(line) });
    expect((await Promise.all([run(), run()])).toSorted()).toEqual(['busy', 'published']);
    expect(await run()).toBe('nothing_new');
    expect(said).toContainEqual(expect.objectContaining({ event: 'model_built', model: 'stg_sale', rows: 1 }));
    expect(await total()).toEqual([['1', '100']]);
  });

  it('shows the published build though the one who published it died before the views', async () => {
    await house.landSales('f1', [sold('a', 100)]);
    await build();
    const dying = rig.place();
    const died = buildIn(
      { ...dying, publish: () => Promise.reject(new Error('died')) },
      { sqlDir: house.sqlDir, contracts: [sale, shop], now: () => NOW },
    );
    await house.landSales('f2', [sold('b', 10)]);
    await died.catch(() => undefined);
    await build();
    await rig.store.put('warehouse/shown.json', Buffer.from('{"build":"b000001"}'));
    await queries().run('create or replace view sale_total as select 0 as sale_count, 0 as cents');
    await rig.place().tidy(5);
    expect(await total()).toEqual([['2', '110']]);
  });
});
