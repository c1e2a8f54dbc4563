import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { SQL_DIR } from '../../local/commands/build.ts';
import { type House, makeHouse } from '../warehouse/house.ts';

vi.setConfig({ testTimeout: 60_000 });

const FIRST = Date.UTC(2026, 6, 20);
const dayOf = (day: number) => new Date(FIRST + day * 86_400_000).toISOString().slice(0, 10);
const spin = (i: number) => (i * 7919 + 13) % 101;

let house: House;
beforeEach(async () => {
  house = await makeHouse();
});
afterEach(() => house.remove());

/** What some days bring: three orders each with two dishes, now and then an answer or a referral, and who the customers are. */
async function land(file: number, days: readonly number[]): Promise<void> {
  const of = (table: string, rows: readonly string[]) =>
    house.landRaw(table, `${table.length}${file}`.padStart(32, '0'), rows.join(' union all '));
  const envelope = (event: string, day: number) =>
    `select '${event}' as event_id, 1::bigint as event_version, 'r' as record_id, 'pos' as channel, timestamp '${dayOf(day)} 10:00:00' as occurred_at,
      date '${dayOf(day)}' as business_date, timestamp '2026-11-20 10:00:00' as received_at, 1::bigint as contract_version, null::varchar as extra`;
  const visits = days.flatMap((day) =>
    [0, 1, 2].map((place) => ({ day, order: `${day}-${place}`, who: spin(day * 3 + place) % 9 })),
  );
  await of(
    'order',
    visits.map(
      ({
        day,
        order,
        who,
      }) => `${envelope(`pos/${order}`, day)}, '${order}' as order_id, 'm${who}' as member_key, 'completed' as status, 'dine_in' as mode,
        timestamp '${dayOf(day)} 10:00:00' as placed_at, ${20 + spin(day) / 2}::decimal(18,2) as total_amount, ${who % 2}::decimal(18,2) as discount_amount,
        ${1 + (who % 3)}::bigint as guest_count, 'CNY' as currency, 'S1' as org_unit_id`,
    ),
  );
  await of(
    'order_line',
    visits.flatMap(({ day, order, who }) =>
      [1, 2].map(
        (line) => `${envelope(`pos/${order}/${line}`, day)}, '${order}' as order_id, ${line}::bigint as line_number,
          'dish${spin(day * line) % (2 + who)}' as product_id, 'kind${line}' as product_category, 1::bigint as quantity, 10::decimal(18,2) as unit_amount, 'CNY' as currency`,
      ),
    ),
  );
  await of(
    'survey_response',
    visits
      .filter(({ who }) => who % 4 === 0)
      .map(
        ({
          day,
          order,
          who,
        }) => `${envelope(`survey/${order}`, day)}, 'R${order}' as response_id, 'S' as survey_id, 'm${who}' as member_key,
          'completed' as status, ${spin(day) % 11}::bigint as nps_score`,
      ),
  );
}

async function landPeople(
  people: readonly { readonly who: number; readonly day: number; readonly stage: string; readonly version?: number }[],
) {
  const rows = people.map(
    ({ who, day, stage, version = 1 }) =>
      `select 'members/M${who}' as event_id, ${version}::bigint as event_version, 'r${version}' as record_id, 'members' as channel,
        timestamp '${dayOf(day)} 09:00:00' as occurred_at, date '${dayOf(day)}' as business_date, timestamp '2026-11-20 10:00:00' as received_at,
        1::bigint as contract_version, null::varchar as extra, 'm${who}' as member_key, '${stage}' as life_stage`,
  );
  await house.landRaw('contact', `${people[0]?.version ?? 1}`.padStart(32, 'c'), rows.join(' union all '));
}

const MARTS = ['contact_value', 'contact_segment', 'contact'];
const build = (full = false) =>
  house.build({ sqlDir: SQL_DIR, contracts: CONTRACTS, select: ['+contact_segment', '+contact'], full });
const read = () => Promise.all(MARTS.map((name) => house.query(`select * from ${name} order by all`)));

it('day after day and all at once give the same values and segments, and a tier that moved shows the one before', async () => {
  await landPeople(Array.from({ length: 6 }, (_, who) => ({ who, day: who, stage: who % 2 ? 'student' : 'senior' })));
  await land(
    0,
    Array.from({ length: 70 }, (_, day) => day),
  );
  await build();
  await land(
    1,
    Array.from({ length: 8 }, (_, day) => 70 + day),
  ); // over the end of September
  const { manifest } = await build();
  expect(manifest.results['contact_value']?.mode).toBe('incremental');
  expect(manifest.results['contact_segment']?.mode).toBe('incremental');
  await land(2, [40, 78]); // one of them late
  await landPeople([{ who: 1, day: 1, stage: 'young_family', version: 2 }]);
  await build();
  const bit = await read();
  await build(true);
  expect(await read()).toEqual(bit);

  const moved = await house.query(`
    select count(*) as n, count(*) filter (where previous_value_tier <> value_tier and previous_value_tier <> 'none') as moved,
      count(distinct period_date) as months from contact_segment`);
  expect(Number(moved[0]?.['months'])).toBe(4);
  expect(Number(moved[0]?.['moved'])).toBeGreaterThan(0);
  const [wrong] = await house.query(`
    select count(*) as n from contact_segment now
    left join contact_segment before on before.contact_id = now.contact_id and before.period_date = now.period_date - interval 1 month
    where coalesce(before.value_tier, 'none') <> now.previous_value_tier`);
  expect(wrong).toEqual({ n: '0' });
});
