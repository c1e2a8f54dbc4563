/**
 * Immutable Parquet parts against one native DuckDB file: the same models over the same rows, built whole, then brought up by one
 * day. Run: npx tsx tests/bench/warehouse-parts.ts [rows]
 */
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { id, integer } from '../../contracts/column.ts';
import { defineEvent, ENVELOPE } from '../../contracts/event.ts';
import { landedKey } from '../../contracts/lake.ts';
import { type BuildRecord, buildWarehouse } from '../../warehouse/build.ts';
import { openPublished } from '../../warehouse/engines/duckdb/serving.ts';

const DAYS = 365;
const STORES = 120;
const rows = Number(process.argv.slice(2).findLast((word) => !word.startsWith('--')) ?? 2_000_000);
const now = () => new Date('2026-11-20T12:00:00Z');

const sale = defineEvent({
  table: 'sale',
  version: 1,
  about: 'A sale.',
  grain: 'one sale',
  columns: { store_id: id('Store.'), comment: id('Words.'), cents: integer('Price.') },
});

/** Rows `from` to `to`, spread over the days before `lastDay` as their numbers grow. */
const generated = (from: number, to: number, firstDay: number, days: number) => `
  select 'pos:' || md5(i::varchar) as event_id, 1::bigint as event_version, md5('r' || i) as record_id, 'pos' as channel,
    timestamp '2025-01-01 10:00:00' + to_days(${firstDay} + cast((i - ${from}) * ${days} // ${to - from} as int)) as occurred_at,
    date '2025-01-01' + ${firstDay} + cast((i - ${from}) * ${days} // ${to - from} as int) as business_date,
    timestamp '2026-11-20 10:00:00' as received_at, 1::bigint as contract_version, null::varchar as extra,
    'S' || lpad(cast(hash(i) % ${STORES} as varchar), 3, '0') as store_id, 'comment ' || hash(i * 7) as comment, cast(hash(i) % 9000 as bigint) as cents
  from range(${from}, ${to}) t (i)`;

const STAGING = `
with landed as (
    select *, row_number() over (partition by event_id order by event_version desc, record_id desc) as version_rank from lake_sale
)
select event_id, event_version, record_id, business_date, received_at, store_id, comment, cents from landed where version_rank = 1`;
const LIST = 'select event_id, business_date, store_id, comment, cents, cents > 5000 as is_large from stg_sale';
const DAILY = `select business_date, store_id, count(*) as sale_count, cast(sum(cents) as bigint) as cents from sale_list
group by business_date, store_id`;
const TOTAL = 'select store_id, sum(sale_count) as sale_count, sum(cents) as cents from sale_daily group by store_id';

const describeModel = (key: string, columns: readonly string[], rest = '') =>
  `about: x\ngrain: x\nkey: [${key}]\ncolumns: { ${columns.map((name) => `${name}: { about: x }`).join(', ')} }\n${rest}`;
const byDay = (input: string) =>
  `materialized: incremental\nincremental: { partition: business_date, inputs: { ${input}: { date: business_date } } }`;
const MODELS: readonly (readonly [string, string, string])[] = [
  [
    'staging/stg_sale',
    STAGING,
    describeModel(
      'event_id',
      ['event_id', 'event_version', 'record_id', 'business_date', 'received_at', 'store_id', 'comment', 'cents'],
      'materialized: incremental\nincremental: { partition: business_date, merge: { key: [event_id], latest_by: [event_version, record_id] } }',
    ),
  ],
  [
    'marts/sale_list',
    LIST,
    describeModel('event_id', ['event_id', 'business_date', 'store_id', 'comment', 'cents', 'is_large'], byDay('stg_sale')),
  ],
  [
    'marts/sale_daily',
    DAILY,
    describeModel('business_date, store_id', ['business_date', 'store_id', 'sale_count', 'cents'], byDay('sale_list')),
  ],
  ['marts/sale_total', TOTAL, describeModel('store_id', ['store_id', 'sale_count', 'cents'])],
];

/** Wall time depends on what else the machine does; CPU time hardly. */
async function timed<T>(work: () => Promise<T>): Promise<{ readonly ms: number; readonly cpuMs: number; readonly value: T }> {
  const start = performance.now();
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { ms: Math.round(performance.now() - start), cpuMs: Math.round((user + system) / 1000), value };
}

async function sizeOf(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function withDuckdb<T>(path: string, work: (run: (sql: string) => Promise<unknown>) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(path, { threads: '2', preserve_insertion_order: 'false' });
  const connection = await instance.connect();
  try {
    return await work((sql) => connection.run(sql));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function land(dataDir: string, files: number, from: number, to: number, firstDay: number, days: number): Promise<void> {
  await withDuckdb(':memory:', async (run) => {
    for (let file = 0; file < files; file += 1) {
      const path = join(dataDir, 'lake', landedKey('sale', '2026-11-20', `${from}-${file}`));
      await mkdir(dirname(path), { recursive: true });
      const bounds = [from + Math.floor(((to - from) * file) / files), from + Math.floor(((to - from) * (file + 1)) / files)];
      const all = generated(from, to, firstDay, days);
      await run(
        `copy (select * from (${all.replace(`range(${from}, ${to})`, `range(${bounds.join(', ')})`)})) to '${path}' (format parquet, compression zstd)`,
      );
    }
  });
}

const UNIQUE = (table: string, key: string) =>
  `select case when count(*) > 0 then error('${table}') end from (select ${key} from ${table} group by ${key} having count(*) > 1)`;
const FINAL_TABLES = [
  ['stg_sale', STAGING, 'event_id'],
  ['sale_list', LIST, 'event_id'],
  ['sale_daily', DAILY, 'business_date, store_id'],
  ['sale_total', TOTAL, 'store_id'],
] as const;

/** The alternative: tables in one file, one transaction a build, and a copy of the file for those who read meanwhile. */
async function nativeFull(file: string, lake: string): Promise<void> {
  await withDuckdb(file, async (run) => {
    await run(`create view lake_sale as select * from read_parquet('${lake}')`);
    await run('begin');
    for (const [table, sql, key] of FINAL_TABLES) {
      await run(`create table ${table} as ${sql}`);
      await run(UNIQUE(table, key));
    }
    await run('commit');
  });
}

async function nativeDay(file: string, newFiles: string): Promise<void> {
  await withDuckdb(file, async (run) => {
    await run('begin');
    await run(`create or replace view lake_sale as select * from read_parquet('${newFiles}')`);
    await run(`create temp table fresh as ${STAGING}`);
    await run('delete from stg_sale using fresh where stg_sale.event_id = fresh.event_id');
    await run('insert into stg_sale select * from fresh');
    await run(UNIQUE('stg_sale', 'event_id'));
    for (const [table, sql, key] of FINAL_TABLES.slice(1, 3)) {
      await run(`delete from ${table} where business_date in (select distinct business_date from fresh)`);
      await run(`insert into ${table} select * from (${sql}) where business_date in (select distinct business_date from fresh)`);
      await run(UNIQUE(table, key));
    }
    await run(`create or replace table sale_total as ${TOTAL}`);
    await run('commit');
  });
}

const root = await mkdtemp(join(tmpdir(), 'echolake-bench-'));
try {
  const [dataDir, sqlDir] = [join(root, 'data'), join(root, 'sql')];
  for (const [path, sql, yml] of MODELS) {
    await mkdir(dirname(join(sqlDir, path)), { recursive: true });
    await writeFile(join(sqlDir, `${path}.sql`), sql);
    await writeFile(join(sqlDir, `${path}.yml`), yml);
  }
  await land(dataDir, 40, 0, rows, 0, DAYS);
  const build = (): Promise<BuildRecord> => buildWarehouse({ dataDir, sqlDir, contracts: [sale], now });
  const partsFull = await timed(build);
  const partsSize = await sizeOf(join(dataDir, 'warehouse'));
  const lake = join(dataDir, 'lake', 'bronze', 'sale', '*', '*.parquet');
  const native = join(root, 'native.duckdb');
  const nativeWhole = await timed(() => nativeFull(native, lake));
  const nativeSize = (await stat(native)).size;

  const day = Math.round(rows / DAYS);
  await land(dataDir, 1, rows, rows + day, DAYS - 1, 1);
  const partsDay = await timed(build);
  const nativeOne = await timed(() => nativeDay(native, join(dataDir, 'lake', landedKey('sale', '2026-11-20', `${rows}-0`))));
  const nativeCopy = await timed(() =>
    withDuckdb(':memory:', async (run) => {
      await run(`attach '${native}' as old (read_only)`);
      await run(`attach '${native}.copy' as fresh`);
      await run('copy from database old to fresh');
    }),
  );
  const nativeSizeAfter = (await stat(native)).size;

  const opened = await timed(() => openPublished(dataDir));
  const connection = await opened.value.connect();
  const read = (sql: string) => timed(() => connection.runAndReadAll(sql));
  const QUERIES = [
    `select store_id, sum(cents) from sale_daily group by 1`,
    `select * from sale_list where business_date = date '2025-06-01' and store_id = 'S001'`,
    'select business_date, count(*) from sale_list group by 1',
  ];
  const partsReads: number[] = [];
  for (const sql of [...QUERIES, ...QUERIES]) partsReads.push((await read(sql)).ms);
  connection.closeSync();
  opened.value.close();
  const nativeReads: number[] = [];
  await withDuckdb(native, async (run) => {
    for (const sql of [...QUERIES, ...QUERIES]) nativeReads.push((await timed(() => run(sql))).ms);
  });
  const perModel = (record: BuildRecord) =>
    Object.entries(record.manifest.results)
      .map(([model, { mode, ms }]) => `${model} ${mode} ${ms} ms`)
      .join(', ');
  const both = ({ ms, cpuMs }: { readonly ms: number; readonly cpuMs: number }) => `${ms} ms (CPU ${cpuMs})`;
  const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  const report = [
    `${rows.toLocaleString('en')} rows, ${DAYS} days, ${Object.keys(ENVELOPE).length + 3} columns; then one day of ${day.toLocaleString('en')} rows`,
    `parts:  full ${both(partsFull)} (${perModel(partsFull.value)}), ${mb(partsSize)}`,
    `        day ${both(partsDay)} (${perModel(partsDay.value)})`,
    `        open ${both(opened)}; queries cold ${partsReads.slice(0, 3).join(' ')}, again ${partsReads.slice(3).join(' ')} ms`,
    `native: full ${both(nativeWhole)}, ${mb(nativeSize)}`,
    `        day ${both(nativeOne)}, then ${both(nativeCopy)} to copy for readers; ${mb(nativeSizeAfter)} after it`,
    `        queries cold ${nativeReads.slice(0, 3).join(' ')}, again ${nativeReads.slice(3).join(' ')} ms`,
  ];
  process.stdout.write(`${report.join('\n')}\n`);
} finally {
  await rm(root, { recursive: true, force: true });
}
