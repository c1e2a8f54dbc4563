import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { CONTRACTS } from '../../../contracts/catalogue.ts';
import { lakeColumns } from '../../../contracts/event.ts';
import { tablePrefix } from '../../../contracts/lake.ts';

/** How many orders the days have; other events follow: 2 lines, 2 app events and 0.3 responses an order. */
export interface Stretch {
  /** Days since the first one. */
  readonly from: number;
  readonly to: number;
  readonly orders: number;
}

const FIRST_DAY = '2025-11-01';
/** Numbers of a day's orders start here, so that stretches of any volume meet nowhere. */
const NUMBERS_A_DAY = 10_000_000;
/** One event in so many is a later version of one of the day a week before. */
const LATE_EVERY = 200;

/** Day of the business, as text. */
export function dayAt(day: number): string {
  return new Date(Date.parse(`${FIRST_DAY}T00:00:00Z`) + day * 86_400_000).toISOString().slice(0, 10);
}

/** Events numbered over the days, a share of an order each; `n` of a late one is that of an earlier event. */
const numbered = ({ from, to, orders }: Stretch, perOrder: number, lateOf: number) => `
  select day, k, case when is_late then (day - 7) * ${NUMBERS_A_DAY} + k % ${lateOf} else day * ${NUMBERS_A_DAY} + k end as n,
    case when is_late then 1 + day else 1 end as version, timestamp '${FIRST_DAY}' + to_days(cast(day as int)) + to_milliseconds(cast(k * 86400000 / ${Math.ceil(orders * perOrder)} as bigint)) as came_at,
    case when is_late then came_at - interval 7 day else came_at end as happened_at
  from (
    select day, k, day >= 7 and hash(day, k) % ${LATE_EVERY} = 0 as is_late
    from range(${from}, ${to}) as days (day) cross join range(0, ${Math.ceil(orders * perOrder)}) as numbers (k)
  )`;

const key = (of: string) => `substr(md5(${of}), 1, 32)`;
const customer = `cast(hash(n, 1) % 400000 as varchar)`;
const store = `'S' || lpad(cast(hash(n, 2) % 400 as varchar), 3, '0')`;
const orderId = (n: string) => `'O' || lpad(cast(${n} as varchar), 12, '0')`;

type Values = Readonly<Record<string, string>>;

const TABLES: Readonly<Record<string, { readonly perOrder: number; readonly values: Values }>> = {
  order: {
    perOrder: 1,
    values: {
      event_id: `'pos/' || ${orderId('n')}`,
      order_id: orderId('n'),
      phone_key: key(`'p' || ${customer}`),
      unionid_key: key(`'u' || ${customer}`),
      org_unit_id: store,
      touchpoint: `'dine_in'`,
      mode: `['dine_in', 'delivery', 'pickup'][1 + cast(hash(n, 3) % 3 as int)]`,
      status: `case when version > 1 then 'cancelled' else 'completed' end`,
      sales_channel: `'mini_program'`,
      placed_at: 'happened_at',
      completed_at: 'happened_at + interval 30 minute',
      item_count: '2',
      total_amount: 'cast((900 + hash(n, 4) % 90000) / 100 as decimal(18, 2))',
      currency: `'CNY'`,
    },
  },
  order_line: {
    perOrder: 2,
    values: {
      event_id: `'pos/L' || lpad(cast(n as varchar), 12, '0')`,
      order_id: orderId(`n - n % ${NUMBERS_A_DAY} + (n % ${NUMBERS_A_DAY}) // 2`),
      line_number: '1 + n % 2',
      product_id: `'P' || hash(n, 5) % 300`,
      product_name: `'dish ' || hash(n, 5) % 300`,
      org_unit_id: store,
      quantity: '1 + cast(hash(n, 6) % 3 as bigint)',
      unit_amount: 'cast((500 + hash(n, 7) % 9000) / 100 as decimal(18, 2))',
      currency: `'CNY'`,
    },
  },
  survey_response: {
    perOrder: 0.3,
    values: {
      event_id: `'survey/R' || lpad(cast(n as varchar), 12, '0')`,
      response_id: `'R' || lpad(cast(n as varchar), 12, '0')`,
      survey_id: `'meal'`,
      order_id: orderId(`n - n % ${NUMBERS_A_DAY} + (n % ${NUMBERS_A_DAY}) * 3`),
      status: `'completed'`,
      phone_key: key(`'p' || ${customer}`),
      org_unit_id: store,
      touchpoint: `'dine_in'`,
      sent_by: `'wechat'`,
      completed_at: 'happened_at',
      nps_score: 'cast(10 * pow((hash(n, version) % 1000) / 1000.0, 0.45) as bigint)',
      csat_score: '1 + cast(hash(n, 8) % 5 as bigint)',
      csat_scale_max: '5',
      comment: `'comment ' || hash(n, 9)`,
      language: `'zh-CN'`,
    },
  },
  app_event: {
    perOrder: 2,
    values: {
      event_id: `'app/E' || lpad(cast(n as varchar), 12, '0')`,
      action: `['open', 'view_menu', 'add_to_cart', 'pay', 'share'][1 + cast(hash(n, 10) % 5 as int)]`,
      session_id: `'s' || n // 6`,
      device_key: key(`'d' || ${customer}`),
      org_unit_id: store,
      page: `'/menu/' || hash(n, 11) % 40`,
      properties: `'{"ms":' || hash(n, 12) % 9000 || '}'`,
    },
  },
};

/** Lands the events of some days in the project's own lake tables, a file for each table and day. */
export async function landStretch(dataDir: string, stretch: Stretch): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', preserve_insertion_order: 'false' });
  const connection = await instance.connect();
  for (const contract of CONTRACTS) {
    const table = TABLES[contract.table];
    if (table === undefined) continue;
    const values: Values = {
      event_version: 'version',
      record_id: `md5(n || '-' || version)`,
      channel: `'pos'`,
      occurred_at: 'happened_at',
      business_date: 'cast(happened_at as date)',
      received_at: 'came_at',
      contract_version: '1',
      ...table.values,
    };
    const columns = Object.entries(lakeColumns(contract)).map(
      ([name, { type }]) => `cast(${values[name] ?? 'null'} as ${type === 'array(varchar)' ? 'varchar[]' : type}) as ${name}`,
    );
    const folder = join(dataDir, 'lake', tablePrefix(contract.table));
    await mkdir(folder, { recursive: true });
    const perDay = Math.ceil(stretch.orders * table.perOrder);
    await connection.run(
      `copy (select ${columns.join(', ')}, strftime(came_at, '%Y-%m-%d') as dt from (${numbered(stretch, table.perOrder, perDay)}))
       to '${folder}' (format parquet, compression zstd, partition_by (dt), filename_pattern 'landed_{uuid}', overwrite_or_ignore)`,
    );
  }
  connection.closeSync();
  instance.closeSync();
}
