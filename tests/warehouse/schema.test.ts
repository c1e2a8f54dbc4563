import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { id, integer, optional, real } from '../../contracts/column.ts';
import type { EventContract } from '../../contracts/event.ts';
import { publishedBuild } from '../../warehouse/manifest.ts';
import { addModels, envelope, type House, makeHouse, sale, shop } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await makeHouse();
  await addModels(house);
});
afterEach(() => house.remove());

const one = (event: string, version = 1, cents = 100) => [{ event, version, day: '2026-11-01', store: 'S1', cents }];
const withSale = (change: Partial<EventContract>): EventContract[] => [{ ...sale, ...change }, shop];
const raw = (file: string, columns: string) => house.landRaw('sale', file, `${envelope(file, 1, '2026-11-01')}, ${columns}`);

/** stg_sale with other columns beside the envelope. */
async function stageSale(columns: readonly string[]): Promise<void> {
  const all = ['event_id', 'event_version', 'record_id', 'business_date', 'received_at', ...columns];
  await house.model(
    'staging/stg_sale',
    `with landed as (
    select *, row_number() over (partition by event_id order by event_version desc, record_id desc, received_at asc) as version_rank
    from lake_sale
)
select ${all.join(', ')} from landed where version_rank = 1`,
    `about: Sales
grain: one sale
key: [event_id]
columns: { ${all.map((name) => `${name}: { about: It }`).join(', ')} }
materialized: incremental
incremental: { partition: business_date, merge: { key: [event_id], latest_by: [event_version, record_id, received_at asc] } }
`,
  );
}

describe('a column of a contract', () => {
  it('that is new and optional is null in older files, after a full build that says so', async () => {
    await house.landSales('f1', one('a'));
    await house.build();
    await stageSale(['store_id', 'cents', 'colour']);
    const contracts = withSale({ columns: { ...sale.columns, colour: optional(id('Colour.')) } });
    await raw('f2', `'S1' as store_id, 5::bigint as cents, 'red' as colour`);
    const { manifest } = await house.build({ contracts });
    expect(manifest.results['stg_sale']).toMatchObject({ mode: 'full' });
    expect(manifest.results['stg_sale']?.reasons).toContain('column colour is new');
    expect(await house.query('select event_id, colour from stg_sale order by event_id')).toEqual([
      { event_id: 'a', colour: null },
      { event_id: 'f2', colour: 'red' },
    ]);
  });

  it('that is new and required stops the build for the files that lack it, and never becomes a null', async () => {
    await house.landSales('f1', one('a'));
    await house.build();
    const contracts = withSale({ columns: { ...sale.columns, colour: id('Colour.') } });
    await expect(house.build({ contracts })).rejects.toThrow(
      'f1.parquet of lake table sale: has no column colour, which the contract requires: make it optional, or land the file again',
    );
    expect(await publishedBuild(house.dataDir)).toBe('b000001');
  });

  it('that is gone stops the build until it is named as retired, and then is not there to be read', async () => {
    await house.landSales('f1', one('a'));
    await house.build();
    const columns = { cents: integer('Price.') };
    const gone = withSale({ columns });
    await expect(house.build({ contracts: gone })).rejects.toThrow(/staging\/stg_sale\.sql: .*store_id/);
    await stageSale(['cents']);
    await expect(house.build({ contracts: gone })).rejects.toThrow(
      /f1\.parquet of lake table sale: column store_id is not in the contract.* Name it among the contract’s columns, or among its retired ones/,
    );
    const contracts = withSale({ columns, retired: ['store_id'] });
    await expect(house.build({ contracts })).rejects.toThrow(/marts\/sale_\w+\.sql: .*store_id/);
    const { manifest } = await house.build({ contracts, select: ['stg_sale'] });
    expect(manifest.results['stg_sale']?.reasons).toContain('column store_id is gone');
  });

  it('that a file names otherwise is refused with the nearest name', async () => {
    await raw('f1', `'S1' as store_id, 5::bigint as cent`);
    await expect(house.build()).rejects.toThrow('column cent is not in the contract; the nearest is cents.');
  });

  it.each([
    ['varchar', `'5' as cents`],
    ['double', '5.5::double as cents'],
    ['decimal(4,1)', '5.5 as cents'],
  ])('that is %s in one file and bigint in others is refused, naming the file', async (type, column) => {
    await house.landSales('f1', one('a'));
    await house.build();
    await raw('f2', `'S1' as store_id, ${column}`.replace('5.5 as', '5.5::decimal(4,1) as'));
    await expect(house.build()).rejects.toThrow(
      `f2.parquet of lake table sale: column cents is ${type}, expected bigint: land the file again as the contract says, or give the new type a new column`,
    );
    expect(await publishedBuild(house.dataDir)).toBe('b000001');
  });

  it('that is narrower in a file is widened', async () => {
    await raw('f1', `'S1' as store_id, 5::integer as cents`);
    await house.build();
    expect(await house.query('select event_id, cents from stg_sale')).toEqual([{ event_id: 'f1', cents: '5' }]);
  });

  it('whose type is wider now has its models built whole', async () => {
    await house.landShops('s1', [{ store: 'S1', city: 'x' }]);
    const wide = (column: EventContract['columns'][string]): EventContract[] => [
      sale,
      { ...shop, columns: { ...shop.columns, size: column } },
    ];
    await house.model(
      'staging/stg_shop',
      'select event_id, size from lake_shop',
      'about: x\ngrain: one\nkey: [event_id]\ncolumns: { event_id: { about: x }, size: { about: x } }',
    );
    const select = ['stg_shop'];
    await house.build({ contracts: wide(optional(integer('Size.'))), select });
    const { manifest } = await house.build({ contracts: wide(optional(real('Size.'))), select });
    expect(manifest.results['stg_shop']).toMatchObject({
      mode: 'full',
      reasons: ['lake contract changed', 'column size was BIGINT and is DOUBLE'],
    });
  });
});

describe('a column of a model', () => {
  const list = (columns: readonly string[], expressions = columns) =>
    house.model(
      'marts/sale_list',
      `select ${expressions.join(', ')} from stg_sale`,
      `about: x
grain: one
key: [event_id]
columns: { ${columns.map((name) => `${name}: { about: x }`).join(', ')} }
materialized: incremental
incremental: { partition: business_date, inputs: { stg_sale: { date: business_date } } }
`,
    );

  it('that is added, widened or removed has all its days built again, and those who read it', async () => {
    await house.model(
      'marts/reader',
      'select event_id, cents from sale_list',
      'about: x\ngrain: one\nkey: [event_id]\ncolumns: { event_id: { about: x }, cents: { about: x } }',
    );
    await house.landSales('f1', [...one('a'), { event: 'b', version: 1, day: '2026-11-02', store: 'S2', cents: 7 }]);
    await house.build();
    await list(
      ['event_id', 'business_date', 'cents', 'record_id'],
      ['event_id', 'business_date', 'cents * 1e0 as cents', 'record_id'],
    );
    const { manifest } = await house.build();
    expect(manifest.results['sale_list']).toMatchObject({
      mode: 'full',
      reasons: [
        'SQL text changed',
        'yml changed',
        'column cents was BIGINT and is DOUBLE',
        'column record_id is new',
        'column store_id is gone',
      ],
    });
    expect(manifest.results['reader']).toMatchObject({
      mode: 'full',
      reasons: ['sale_list is built', 'column cents was BIGINT and is DOUBLE'],
    });
    expect(await house.query('select cents, record_id from sale_list order by 1')).toEqual([
      { cents: 7, record_id: 'r-b-1' },
      { cents: 100, record_id: 'r-a-1' },
    ]);
  });

  it('that is removed while another model reads it stops the build and names that model', async () => {
    await house.model(
      'marts/reader',
      'select event_id, cents from sale_list',
      'about: x\ngrain: one\nkey: [event_id]\ncolumns: { event_id: { about: x }, cents: { about: x } }',
    );
    await house.landSales('f1', one('a'));
    await house.build();
    await list(['event_id', 'business_date']);
    await expect(house.build()).rejects.toThrow(/marts\/reader\.sql: .*"cents" not found/);
    expect(await house.query('select cents from reader')).toEqual([{ cents: '100' }]);
  });
});
