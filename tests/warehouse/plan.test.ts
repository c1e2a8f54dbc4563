import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { daysNeededBy, daysTouchedBy } from '../../warehouse/changes.ts';
import { type Graph, graphOf } from '../../warehouse/graph.ts';
import { type Manifest, partsDigest } from '../../warehouse/manifest.ts';
import { loadModels } from '../../warehouse/model.ts';
import { fingerprintOf, isIdle, planBuild, type PlanInput } from '../../warehouse/plan.ts';
import { addModels, type House, makeHouse, sale, shop } from './house.ts';

let house: House;
let graph: Graph;
beforeEach(async () => {
  house = await makeHouse();
  await addModels(house);
  graph = graphOf(await loadModels(house.sqlDir), [sale, shop]);
});
afterEach(() => house.remove());

const LAKE = { sale: ['s1', 's2'], shop: ['h1'] };

/** A published build that is up to date with the graph and the lake. */
function upToDate(): Manifest {
  const models: Manifest['models'] = {};
  for (const [name, node] of graph) {
    models[name] = {
      fingerprint: fingerprintOf(node, 'engine 1'),
      columns: [],
      rows: 1,
      parts: [{ key: 'all', files: [`parts/${name}/b000001/rows.parquet`], rows: 1, since: 'b000001' }],
      partition: null,
      superseded: [],
      inputs: Object.fromEntries(node.inputs.map((input) => [input, partsDigest(models[input]?.parts ?? [])])),
      consumed: Object.fromEntries(node.lake.map(({ table }) => [table, table === 'sale' ? LAKE.sale : LAKE.shop])),
    };
  }
  return { build: 'b000001', previous: null, created_at: '2026-11-20T00:00:00Z', models, results: {} };
}

const plan = (change: Partial<PlanInput> = {}) =>
  planBuild({ graph, published: upToDate(), lake: new Map(Object.entries(LAKE)), engineVersion: 'engine 1', ...change });
const told = (change: Partial<PlanInput>) =>
  Object.fromEntries(
    plan(change).items.flatMap(({ model, action, reasons }) => (action === 'keep' ? [] : [[model, [action, ...reasons]]])),
  );

describe('a plan', () => {
  it('is idle when nothing changed', () => {
    expect(isIdle(plan())).toBe(true);
  });

  it('builds everything that was never built', () => {
    expect(Object.values(told({ published: null }))).toEqual(Array.from({ length: 5 }, () => ['full', 'never built']));
  });

  it('takes in new files where they go, and follows from there', () => {
    const lake = new Map(Object.entries({ ...LAKE, sale: ['s1', 's2', 's3', 's4'] }));
    expect(told({ lake })).toEqual({
      stg_sale: ['incremental', '2 new files in lake_sale'],
      sale_daily: ['follow', 'stg_sale is built'],
      sale_list: ['follow', 'stg_sale is built'],
      sale_total: ['follow', 'stg_sale is built'],
    });
  });

  it('builds a full model whole for a new file', () => {
    const lake = new Map(Object.entries({ ...LAKE, shop: ['h1', 'h2'] }));
    expect(told({ lake })).toMatchObject({ stg_shop: ['full', '1 new file in lake_shop'] });
  });

  it('builds whole when files are gone', () => {
    const lake = new Map(Object.entries({ ...LAKE, sale: ['s2'] }));
    expect(told({ lake })).toMatchObject({ stg_sale: ['full', '1 file of lake_sale is gone'] });
  });

  it('builds everything again for another engine or when asked to', () => {
    expect(Object.values(told({ engineVersion: 'engine 2' })).map(([action]) => action)).toEqual(
      Array.from({ length: 5 }, () => 'full'),
    );
    expect(told({ full: true, select: ['sale_total'] })).toEqual({ sale_total: ['full', 'full build asked for'] });
  });

  it('says whether the SQL or the yml changed, and does not mind words for people', async () => {
    const rebuild = async (sql: string, about: string, key: string) => {
      await house.model(
        'marts/sale_total',
        sql,
        `about: ${about}\ngrain: x\nkey: [${key}]\ncolumns: { a: { about: x }, b: { about: x } }`,
      );
      graph = graphOf(await loadModels(house.sqlDir), [sale, shop]);
    };
    await rebuild('select store_id as a, 1 as b from stg_sale', 'x', 'a');
    const published = upToDate();
    await rebuild('select store_id as a, 1 as b from stg_sale', 'other words', 'a');
    expect(told({ published })).toEqual({});
    await rebuild('select store_id as a, 1 as b from stg_sale', 'x', 'b');
    expect(told({ published })).toEqual({ sale_total: ['full', 'yml changed'] });
    await rebuild('select store_id as a, 2 as b from stg_sale', 'x', 'a');
    expect(told({ published })).toEqual({ sale_total: ['full', 'SQL text changed'] });
  });

  it('drops models that are no more', () => {
    const published = upToDate();
    published.models['old'] = {
      fingerprint: fingerprintOf([...graph.values()][0] ?? fail(), ''),
      columns: [],
      rows: 0,
      partition: null,
      parts: [],
      superseded: [],
      inputs: {},
      consumed: {},
    };
    expect(plan({ published }).removed).toEqual(['old']);
    expect(isIdle(plan({ published }))).toBe(false);
  });

  it('builds what a selected model needs and never had', () => {
    expect(Object.keys(told({ published: null, select: ['sale_total'] }))).toEqual(['stg_sale', 'sale_total']);
  });
});

function fail(): never {
  throw new Error('the graph is empty');
}

describe('a window of days', () => {
  const window = { date: 'd', beforeDays: 2, afterDays: 1 };

  it('says which output days an input day touches, and which input days an output day needs', () => {
    expect([...daysTouchedBy(['2026-03-01'], window)]).toEqual(['2026-02-28', '2026-03-01', '2026-03-02', '2026-03-03']);
    expect([...daysNeededBy(['2026-03-01'], window)]).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']);
  });

  it('needs every day by which it is touched', () => {
    for (const touched of daysTouchedBy(['2026-03-01'], window))
      expect(daysNeededBy([touched], window).has('2026-03-01')).toBe(true);
  });
});
