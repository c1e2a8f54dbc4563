import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { tablePrefix } from '../../../contracts/lake.ts';

/** How many events of each kind a day has. */
export interface DayVolume {
  readonly responses: number;
  readonly orders: number;
}

const FIRST_DAY = '2026-03-01';
const PHRASES = [
  '店里很安静，适合聊天',
  '排了十五分钟的队',
  '汤有点凉',
  '新来的店员讲解得很仔细',
  '优惠券用不了',
  '座位之间太挤',
  '外卖少了一双筷子',
  '老板记得我的口味',
  'the queue moved fast',
  'cold soup, warm welcome',
  'the coupon did not work',
  'they remembered my order',
  'a chair was broken',
  'parking took longer than lunch',
  'the app lost my points',
  'fresh and quick',
];

const oneOf = (values: readonly string[], salt: number) =>
  `[${values.map((value) => `'${value}'`).join(', ')}][1 + cast(hash(i, ${salt}) % ${values.length} as int)]`;
const at = (perDay: number) => `timestamp '${FIRST_DAY}' + to_milliseconds(cast(i * (86400000 / ${perDay}) as bigint))`;
const key = (prefix: string, of: string) => `substr(md5('${prefix}' || ${of}), 1, 32)`;
const store = (salt: number) =>
  `'ST' || lpad(cast(1 + (hash(i, ${salt}) % 400) * (hash(i, ${salt + 1}) % 400) // 400 as varchar), 4, '0')`;

const envelope = (id: string, version: string, happened: string, received: string) => `
  ${id} as event_id, ${version} as event_version, md5(${id} || ${version}) as record_id, 'peer' as channel, ${happened} as occurred_at,
  cast(${happened} as date) as business_date, ${received} as received_at, 1::bigint as contract_version, null::varchar as extra,
  strftime(${received}, '%Y-%m-%d') as dt`;

/** One in fifty is a later version of an earlier response. */
const responses = (from: number, to: number, { responses: perDay, orders }: DayVolume, customers: number) => `
  with numbered as (
    select i, case when hash(i, 1) % 50 = 0 and i > 4000 then i - cast(1 + hash(i, 2) % 4000 as bigint) else i end as n, ${at(perDay)} as received_at
    from range(${from * perDay}, ${to * perDay}) as t (i)
  ),
  timed as (
    select *, received_at - to_milliseconds((i - n) * cast(86400000 / ${perDay} as bigint)) as completed_at,
      cast(20000 + hash(n, 3) % 240000 as bigint) as duration_ms, cast(hash(n, 4) % ${customers} as varchar) as customer,
      cast(10 * pow((hash(i, 5) % 1000) / 1000.0, 0.45) as bigint) as nps_score
    from numbered
  )
  select ${envelope(`'peer/R' || lpad(cast(n as varchar), 10, '0')`, 'case when i = n then 1 else 2 + i - n end', 'completed_at', 'received_at')},
    case when hash(customer, 6) % 10 > 0 then ${key('p', 'customer')} end as phone_key, ${key('u', 'customer')} as unionid_key,
    case when hash(customer, 7) % 3 > 0 then ${key('e', 'customer')} end as email_key,
    'R' || lpad(cast(n as varchar), 10, '0') as response_id, 'SV' || n % 12 as survey_id, ${store(8)} as store_id,
    ${oneOf(['wechat', 'sms', 'email', 'app', 'web', 'store_qr'], 10)} as sent_by,
    completed_at - to_milliseconds(duration_ms) as started_at, completed_at, duration_ms,
    [cast(1 + hash(i, 11) % 7 as varchar), cast(1 + hash(i, 12) % 7 as varchar), cast(1 + hash(i, 13) % 7 as varchar),
     cast(1 + hash(i, 14) % 7 as varchar), cast(1 + hash(i, 15) % 7 as varchar), cast(1 + hash(i, 16) % 7 as varchar)] as answers,
    nps_score, 1 + nps_score * 4 // 10 as csat_score,
    ${oneOf(PHRASES, 17)} || '; ' || ${oneOf(PHRASES, 18)} || '; ' || ${oneOf(PHRASES, 19)} as comment,
    'O' || lpad(cast(n * ${Math.floor(orders / perDay)} as varchar), 10, '0') as order_id,
    ${oneOf(['上海', '北京', '成都', 'Nanjing'], 20)} as city, ${oneOf(['zh-CN', 'en'], 21)} as language
  from timed`;

const ORDER_LINE = `'{"sku":"SKU' || lpad(cast(hash(i, k) % 5000 as varchar), 5, '0') || '","name":"item ' || hash(i, k + 50) % 90
  || '","qty":' || 1 + hash(i, k + 100) % 3 || ',"price":' || (900 + hash(i, k + 150) % 40000) / 100 || '}'`;

const orders = (from: number, to: number, { orders: perDay }: DayVolume, customers: number) => `
  with numbered as (
    select i, ${at(perDay)} as created_at, cast(hash(i, 30) % ${customers} as varchar) as customer, 1 + hash(i, 31) % 4 as line_count
    from range(${from * perDay}, ${to * perDay}) as t (i)
  )
  select ${envelope(`'peer/O' || lpad(cast(i as varchar), 10, '0')`, '1::bigint', 'created_at', 'created_at')},
    ${key('p', 'customer')} as phone_key, ${key('u', 'customer')} as unionid_key, ${key('m', 'customer')} as member_key,
    'O' || lpad(cast(i as varchar), 10, '0') as order_id, ${store(32)} as store_id,
    ${oneOf(['app', 'mini_program', 'web', 'store'], 34)} as sales_channel, created_at,
    case when hash(i, 35) % 25 > 0 then created_at + to_milliseconds(cast(5000 + hash(i, 36) % 600000 as bigint)) end as paid_at,
    '[' || array_to_string(list_transform(range(1, 1 + cast(line_count as bigint)), lambda k: ${ORDER_LINE}), ',') || ']' as order_lines,
    cast(line_count * 2 as bigint) as item_count, cast((900 + hash(i, 37) % 90000) / 100 as decimal(18, 2)) as total_amount,
    ${oneOf(['wechat_pay', 'alipay', 'card', 'cash', 'member_card'], 38)} as payment_method,
    ${oneOf(['上海', '北京', '成都', 'Nanjing'], 39)} as city
  from numbered`;

/** Every twelfth response becomes a ticket, which takes up to four states in the hours after it. */
const ticketMoves = (from: number, to: number, { responses: perDay }: DayVolume) => `
  with tickets as (
    select i * 12 as i, ${at(perDay).replace('i *', 'i * 12 *')} as opened_at from range(${(from * perDay) / 12}, ${(to * perDay) / 12}) as t (i)
  ),
  moves as (
    select *, opened_at + to_milliseconds(cast([0, 1, 4, 9][k + 1] * (300000 + hash(i, 40) % 3000000) as bigint)) as moved_at
    from tickets cross join range(0, 4) as states (k)
    where k = 0 or hash(i, 41) % 13 > k
  )
  select ${envelope(`'peer/T' || lpad(cast(i as varchar), 8, '0') || '-' || k`, '1::bigint', 'moved_at', `least(moved_at, timestamp '${FIRST_DAY}' + to_days(${to}) - to_seconds(1))`)},
    'T' || lpad(cast(i as varchar), 8, '0') as ticket_id, cast(k as bigint) as move_number,
    'R' || lpad(cast(i as varchar), 10, '0') as response_id, ${store(42)} as store_id,
    ['open', 'assigned', 'replied', 'resolved'][k + 1] as state, moved_at
  from moves`;

/** Lands the events that came on the days from one to another, a file for each table and day. */
export async function landDays(dataDir: string, volume: DayVolume, from: number, to: number): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', preserve_insertion_order: 'false' });
  const connection = await instance.connect();
  const customers = volume.responses * 20;
  const tables = {
    response: responses(from, to, volume, customers),
    order: orders(from, to, volume, customers),
    ticket_move: ticketMoves(from, to, volume),
  };
  for (const [table, sql] of Object.entries(tables)) {
    const folder = join(dataDir, 'lake', tablePrefix(table));
    await mkdir(folder, { recursive: true });
    await connection.run(
      `copy (select * from (${sql}) order by dt) to '${folder}'
       (format parquet, compression zstd, partition_by (dt), filename_pattern 'landed_{uuid}', overwrite_or_ignore)`,
    );
  }
  connection.closeSync();
  instance.closeSync();
}
