import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { id, integer, optional } from '../../contracts/column.ts';
import { defineEvent } from '../../contracts/event.ts';
import { landedKey } from '../../contracts/lake.ts';
import { type BuildOptions, type BuildRecord, buildWarehouse } from '../../warehouse/build.ts';
import { readOnly } from '../../warehouse/engines/duckdb/read-only.ts';
import { openPublished } from '../../warehouse/engines/duckdb/serving.ts';

export const sale = defineEvent({
  table: 'sale',
  version: 1,
  about: 'A sale.',
  grain: 'one sale',
  columns: { store_id: optional(id('Store.')), cents: integer('Price.') },
});

export const shop = defineEvent({
  table: 'shop',
  version: 1,
  about: 'A shop.',
  grain: 'one shop',
  columns: { store_id: id('Store.'), city: id('City.') },
});

export interface Sale {
  readonly event: string;
  readonly version: number;
  readonly day: string;
  readonly store: string;
  readonly cents: number;
  /** Hour of the day it came in. */
  readonly hour?: number;
}

/** A data folder and a folder of models, both in a temporary place. */
export interface House {
  readonly dataDir: string;
  readonly sqlDir: string;
  model(path: string, sql: string, yml: string): Promise<void>;
  landSales(file: string, sales: readonly Sale[]): Promise<void>;
  landShops(
    file: string,
    shops: readonly { readonly store: string; readonly city: string; readonly version?: number }[],
  ): Promise<void>;
  /** A file of any columns, as a query of DuckDB's. */
  landRaw(table: string, file: string, query: string): Promise<void>;
  build(options?: Partial<BuildOptions>): Promise<BuildRecord>;
  query(sql: string): Promise<Record<string, unknown>[]>;
  remove(): Promise<void>;
}

export const NOW = new Date('2026-11-20T12:00:00Z');

/** The envelope of one event, as a query without its end. */
export const envelope = (event: string, version: number, day: string, hour = 10) =>
  `select '${event}' as event_id, ${version}::bigint as event_version, 'r-${event}-${version}' as record_id, 'pos' as channel,
     timestamp '${day} 10:00:00' as occurred_at, date '${day}' as business_date, timestamp '2026-11-20 ${String(hour).padStart(2, '0')}:00:00' as received_at,
     1::bigint as contract_version, null::varchar as extra`;

export async function makeHouse(): Promise<House> {
  const root = await mkdtemp(join(tmpdir(), 'echolake-warehouse-'));
  const dataDir = join(root, 'data');
  const sqlDir = join(root, 'sql');
  await mkdir(dataDir);
  const write = async (file: string, text: string) => {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  };
  const land = async (table: string, file: string, rows: readonly string[]) => {
    const path = join(dataDir, 'lake', landedKey(table, '2026-11-20', file));
    await mkdir(dirname(path), { recursive: true });
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`copy (${rows.join(' union all ')}) to '${path}' (format parquet)`);
    connection.closeSync();
    instance.closeSync();
  };
  return {
    dataDir,
    sqlDir,
    model: async (path, sql, yml) => {
      await write(join(sqlDir, `${path}.sql`), sql);
      await write(join(sqlDir, `${path}.yml`), yml);
    },
    landSales: (file, sales) =>
      land(
        'sale',
        file,
        sales.map((s) => `${envelope(s.event, s.version, s.day, s.hour)}, '${s.store}' as store_id, ${s.cents}::bigint as cents`),
      ),
    landShops: (file, shops) =>
      land(
        'shop',
        file,
        shops.map((s) => `${envelope(s.store, s.version ?? 1, '2026-11-01')}, '${s.store}' as store_id, '${s.city}' as city`),
      ),
    landRaw: (table, file, query) => land(table, file, [query]),
    build: (options = {}) => buildWarehouse({ dataDir, sqlDir, contracts: [sale, shop], now: () => NOW, ...options }),
    query: async (sql) => {
      const published = await openPublished(dataDir);
      const connection = await published.connect();
      try {
        return (await readOnly(connection, sql)).getRowObjectsJson();
      } finally {
        connection.closeSync();
        published.close();
      }
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

const DEDUPED = (table: string, columns: string) => `
with landed as (
    select *, row_number() over (partition by event_id order by event_version desc, record_id desc, received_at asc) as version_rank
    from lake_${table}
)
select event_id, event_version, record_id, business_date, received_at, ${columns} from landed where version_rank = 1
`;

const column = (name: string, rest = '') => `  ${name}: { about: It${rest} }`;

/** Two staging models, an order with its shop, and daily sums whose days look back at the days before. */
export async function addModels(house: House): Promise<void> {
  await house.model(
    'staging/stg_sale',
    DEDUPED('sale', 'store_id, cents'),
    `about: Sales
grain: one row per sale
key: [event_id]
columns:
${['event_id', 'event_version', 'record_id', 'business_date', 'received_at', 'store_id'].map((name) => column(name)).join('\n')}
${column('cents', ', unit: cents, audits: [not_null]')}
materialized: incremental
incremental:
  partition: business_date
  merge: { key: [event_id], latest_by: [event_version, record_id, received_at asc] }
`,
  );
  await house.model(
    'staging/stg_shop',
    DEDUPED('shop', 'store_id, city'),
    `about: Shops
grain: one row per shop
key: [event_id]
columns:
${['event_id', 'event_version', 'record_id', 'business_date', 'received_at', 'store_id', 'city'].map((name) => column(name)).join('\n')}
`,
  );
  await house.model(
    'marts/sale_daily',
    `
with sales as (
    select business_date, store_id, cents from stg_sale
),
shops as (
    select store_id, city from stg_shop
),
earlier as (
    select sales.business_date, date_add('day', 2, sales.business_date) as until_date, sales.cents from sales
),
days as (
    select sales.business_date, sales.store_id, count(*) as sale_count, sum(sales.cents) as cents
    from sales group by sales.business_date, sales.store_id
),
recent as (
    select days.business_date, days.store_id, sum(earlier.cents) as recent_cents
    from days inner join earlier on earlier.business_date <= days.business_date and days.business_date <= earlier.until_date
    group by days.business_date, days.store_id
)
select days.business_date, days.store_id, shops.city, days.sale_count, days.cents, recent.recent_cents
from days
inner join recent on recent.business_date = days.business_date and recent.store_id = days.store_id
left join shops on shops.store_id = days.store_id
`,
    `about: Sales by day
grain: one row per day and store
key: [business_date, store_id]
columns:
${['business_date', 'store_id', 'city', 'sale_count', 'cents', 'recent_cents'].map((name) => column(name)).join('\n')}
materialized: incremental
incremental:
  partition: business_date
  inputs:
    stg_sale: { date: business_date, before_days: 2 }
`,
  );
  await house.model(
    'marts/sale_list',
    'select event_id, business_date, store_id, cents from stg_sale where cents > 0',
    `about: Sales that brought money
grain: one row per sale
key: [event_id]
columns:
${['event_id', 'business_date', 'store_id', 'cents'].map((name) => column(name)).join('\n')}
materialized: incremental
incremental:
  partition: business_date
  inputs:
    stg_sale: { date: business_date }
`,
  );
  await house.model(
    'marts/sale_total',
    'select store_id, count(*) as sale_count, sum(cents) as cents from stg_sale group by store_id',
    `about: All sales of a store
grain: one row per store
key: [store_id]
columns:
${['store_id', 'sale_count', 'cents'].map((name) => column(name)).join('\n')}
`,
  );
}

/** Models whose rows follow from rows of other days that have the same store, or the same city as their store. */
export async function addMatchedModels(house: House): Promise<void> {
  await house.model(
    'marts/sale_rivals',
    `
with sales as (
    select event_id, business_date, store_id, cents from stg_sale
),
shops as (
    select store_id, city from stg_shop
),
paid as (
    select store_id, count(*) as sale_count, max(cents) as most_cents from sale_list group by store_id
)
select sales.event_id, sales.business_date, sales.store_id, shops.city, paid.sale_count, paid.most_cents
from sales
left join shops on shops.store_id = sales.store_id
left join paid on paid.store_id = sales.store_id
`,
    `about: Sales beside all others of their store
grain: one row per sale
key: [event_id]
columns:
${['event_id', 'business_date', 'store_id', 'city', 'sale_count', 'most_cents'].map((name) => column(name)).join('\n')}
materialized: incremental
incremental:
  partition: business_date
  inputs:
    stg_sale: { date: business_date }
    stg_shop: { match: [store_id] }
    sale_list: { match: [store_id] }
`,
  );
  await house.model(
    'marts/sale_in_city',
    `
with sales as (
    select event_id, business_date, store_id from stg_sale
),
shops as (
    select store_id, city from stg_shop
),
cities as (
    select city, sum(cents) as cents from sale_daily group by city
)
select sales.event_id, sales.business_date, shops.city, cities.cents
from sales
left join shops on shops.store_id = sales.store_id
left join cities on cities.city = shops.city
`,
    `about: Sales beside all others of their city
grain: one row per sale
key: [event_id]
columns:
${['event_id', 'business_date', 'city', 'cents'].map((name) => column(name)).join('\n')}
materialized: incremental
incremental:
  partition: business_date
  inputs:
    stg_sale: { date: business_date }
    stg_shop: { match: [store_id] }
    sale_daily: { match: [city] }
`,
  );
}

/** A model whose rows follow from the rows of their store alone, on whatever day. */
export async function addKeyedModel(house: House): Promise<void> {
  await house.model(
    'marts/store_first',
    `
with sales as (
    select store_id, business_date from stg_sale
),
shops as (
    select store_id, city from stg_shop
)
select sales.store_id, min(sales.business_date) as first_date, max(shops.city) as city
from sales
left join shops on shops.store_id = sales.store_id
where sales.store_id is not null
group by sales.store_id
`,
    `about: Stores by the day of their first sale
grain: one row per store
key: [store_id]
columns:
${['store_id', 'first_date', 'city'].map((name) => column(name)).join('\n')}
materialized: incremental
incremental:
  partition: first_date
  by: { columns: [store_id], inputs: [stg_sale, stg_shop] }
`,
  );
}
