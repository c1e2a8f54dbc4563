import { describe, expect, it } from 'vitest';
import { ENGINE_RULES } from '../../../warehouse/lint/engine-rules.ts';
import { REPEATED_READS } from '../../../warehouse/lint/repeated-reads.ts';
import { Statement } from '../../../warehouse/lint/statement.ts';
import { lineFaults, STYLE_RULES } from '../../../warehouse/lint/style-rules.ts';

const broken = (rules: typeof ENGINE_RULES, sql: string) => {
  const statement = new Statement(sql);
  return rules.flatMap(({ name, find }) => (find(statement).length > 0 ? [name] : []));
};

/** What differs, and beside it how to write it so that it does not. */
const DIFFERENT: readonly (readonly [rule: string, bad: string, good: string])[] = [
  ['clock', 'select x from t where d = current_date', 'select t.current_date as current_date from t'],
  [
    'array in no order',
    'select array_agg(distinct x) as y from t',
    'select array_sort(array_distinct(array_agg(x))) as y from t',
  ],
  [
    'window in no order',
    'select first_value(x) over (partition by y) as z from t',
    'select first_value(x) over (partition by y order by n) as z from t',
  ],
  ['some rows in no order', 'select x from (select x from t limit 3) as u', 'select x from t order by x limit 3'],
  [
    'some rows in no order',
    'select x from (select x from t order by x) as u limit 3',
    'select x from t order by x fetch first 3 rows only',
  ],
  ['name of a column that is made here', 'select a + 1 as b, b * 2 as c from t', 'select coalesce(b, 0) as b, b * 2 as c from t'],
  ['name of a column that is made here', 'select a + 1 as b from t where b > 2', 'select a + 1 as b from t where t.b > 2'],
  [
    'name of a column that is made here',
    'select a, count(*) as n from t group by a having n > 2',
    'select a, count(*) as n from t group by a order by n',
  ],
  [
    'name of a column that is made here',
    'select x from (select a + 1 as b, b as c from t) as u',
    'select a is distinct from b as d, (select max(d) from u where d > 1) as e from t',
  ],
  ['similar to or glob', `select x from t where s glob 'a*'`, `select x from t where regexp_like(s, '^a')`],
  ['join of one engine', 'select x from t natural join u', 'select x from t inner join u on t.y = u.y'],
  [
    'join of one engine',
    'select x from t semi join u on t.y = u.y',
    'select x from t where exists (select 1 from u where t.y = u.y)',
  ],
  ['join by using', 'select x from t inner join u using (y)', 'select x from t inner join u on t.y = u.y'],
  ['comma before the end', 'select x, from t', 'select x from t'],
  ['type of one engine', 'select cast(x as hugeint) as y from t', 'select cast(x as decimal(18, 2)) as y from t'],
  ['type of one engine', 'select cast(null as text) as y from t', 'select cast(null as varchar) as y from t'],
  ['sign of one engine', 'select x ^ 2 as y from t', 'select power(x, 2) as y from t'],
  [
    'date compared with a text',
    `select x from t where business_date >= '2026-11-05'`,
    `select x from t where business_date >= date '2026-11-05'`,
  ],
  [
    'date compared with a text',
    `select x from t where '2026-11-05' > t.sent_at`,
    `select x from t where timestamp '2026-11-05 10:00:00' > t.sent_at`,
  ],
  ['number joined to a text', `select 'a' || 1 as y from t`, `select 'a' || cast(x as varchar) as y from t`],
  ['sum of a truth', 'select sum(t.is_open) as n from t', 'select count_if(t.is_open) as n from t'],
  ['sum of a truth', 'select sum(x > 1) as n from t', 'select sum(case when x > 1 then 1 else 0 end) as n from t'],
  ['window without a partition', 'select count(*) over () as n from t', 'select count(*) over (partition by x) as n from t'],
  ['decimal literal', 'select 1.5 * x as y from t', 'select 15e-1 * x as y from t'],
  ['average of an exact number', 'select avg(x) as y from t', 'select avg(cast(x as double)) as y from t'],
  ['divisor may be 0', 'select x / y as z from t', 'select x / nullif(y, 0) as z from t'],
  ['divisor may be 0', 'select x / (nullif(y, 0) * n) as z from t', 'select x / 60000 as z from t'],
  ['divisor may be 0', 'select x % 0 as z from t', 'select x % 7 as z from t'],
  ['divisor of mod may be 0', 'select mod(x, y) as z from t', 'select mod(x, nullif(y, 0)) as z from t'],
  [
    'double cast to a whole number',
    'select cast(x * 1e0 as bigint) as y from t',
    'select cast(round(x * 1e0) as bigint) as y from t',
  ],
  [
    'double cast to decimal',
    'select cast(sqrt(x) as decimal(9, 2)) as y from t',
    'select cast(round(sqrt(x), 2) as decimal(9, 2)) as y from t',
  ],
  [
    'double cast to text',
    'select cast(x / 2 as varchar) as y from t',
    'select cast(cast(round(x / 2, 1) as decimal(9, 1)) as varchar) as y from t',
  ],
  ['time cast to text', 'select cast(placed_at as varchar) as y from t', `select date_format(placed_at, '%Y') as y from t`],
  ['text cut by a cast', 'select cast(x as varchar(2)) as y from t', 'select substr(x, 1, 2) as y from t'],
  ['interval', `select d + interval '1' day as y from t`, `select date_add('day', 1, d) as y from t`],
  [
    'difference of days',
    'select end_date - t.start_date as y from t',
    `select date_diff('day', start_date, end_date) as y from t`,
  ],
  ['approximate aggregate', 'select approx_percentile(x, 5e-1) as y from t', 'select count(distinct x) as y from t'],
  ['skewness', 'select skewness(x) as y from t', 'select stddev_pop(x) as y from t'],
  [
    'zone of a timestamp',
    `select cast(t at time zone 'UTC' as date) as y from t`,
    `select cast(at_timezone(with_timezone(t, 'UTC'), 'Asia/Shanghai') as date) as y from t`,
  ],
  [
    'text with a zone, cast',
    'select cast(from_iso8601_timestamp(s) as timestamp) as y from t',
    `select cast(at_timezone(from_iso8601_timestamp(s), 'UTC') as timestamp) as y from t`,
  ],
  [
    'time in a zone, not cast',
    `select at_timezone(t, 'UTC') as y from t`,
    `select date_format(at_timezone(t, 'UTC'), '%Y') as y from t`,
  ],
  ['part of a date', 'select extract(dow from d) as y from t', 'select extract(year from d) as y from t'],
  ['subscript', 'select a[1] as y from t', 'select element_at(array[1, 2], 1) as y from t'],
  ['try_cast', 'select try_cast(s as bigint) as y from t', 'select try_cast(s as double) as y from t'],
  ['set of an array', 'select array_distinct(a) as y from t', 'select array_sort(array_distinct(a)) as y from t'],
  ['search in an array', 'select contains(a, 1) as y from t', 'select contains(array[1, 2], x) as y from t'],
  ['not a number', 'select nan() as y from t', 'select nullif(x, 0) as y from t'],
  ['replace of nothing', `select replace(s, '', '-') as y from t`, `select replace(s, 'a', '') as y from t`],
  ['cast by ::', 'select x::bigint as y from t', 'select cast(x as bigint) as y from t'],
  ['sign of one engine', 'select x // 2 as y from t', 'select floor(x / 2) as y from t'],
  ['qualify', 'select x from t qualify row_number() over (order by x) = 1', 'select x from t where n = 1'],
  ['group or order by all', 'select x, count(*) as n from t group by all', 'select x, count(*) as n from t group by x'],
  ['columns left out or replaced', 'select * exclude (x) from t', 'select x from t'],
  ['distinct on', 'select distinct on (x) x from t', 'select distinct x from t'],
  ['union by name', 'select x from t union all by name select x from u', 'select x from t union all select x from u'],
  ['ilike', `select x from t where x ilike 'a%'`, `select x from t where lower(x) like 'a%'`],
  ['limit before offset', 'select x from t limit 1 offset 2', 'select x from t order by x offset 2 limit 1'],
  [
    'nulls in a window',
    'select lag(x) ignore nulls over (order by y) as z from t',
    'select lag(x) over (order by y) as z from t',
  ],
  ['listagg', `select listagg(x, ',') as y from t`, `select array_join(array_agg(x order by x), ',') as y from t`],
  ['function of one engine', `select format('%s', x) as y from t`, `select 'a' || x as y from t`],
  ['values without parentheses', 'select x from (values 1, 2) as v (x)', 'select x from (values (1), (2)) as v (x)'],
  ['if without else', 'select if(c, a) as y from t', 'select if(c, a, b) as y from t'],
  ['lambda', 'select transform(a, x -> x + 1) as y from t', 'select x + 1 as y from t'],
  ['function that takes a lambda', 'select filter(a, f) as y from t', 'select sum(x) filter (where c) as y from t'],
  ['type of an array', 'select cast(x as array(bigint)) as y from t', 'select array[1, 2] as y from t'],
  ['unnest of several', 'select x from t cross join unnest(a, b) as u (x, y)', 'select x from t cross join unnest(a) as u (x)'],
  [
    'distinct, order or filter in an aggregate',
    'select count_if(x) filter (where c) as y from t',
    'select count_if(x and c) as y from t',
  ],
  [
    'distinct, order or filter in an aggregate',
    'select max_by(x, y order by z) as y from t',
    'select max_by(x, y) over (partition by z) as y from t',
  ],
  ['pattern of one engine', `select regexp_like(s, 'a(?!b)') as y from t`, `select regexp_like(s, 'a(b)') as y from t`],
  ['number compared with a text', `select x from t where 1 = '1'`, `select x from t where x = '1'`],
  ['path of a JSON text', `select json_extract_scalar(j, 'a') as y from t`, `select json_extract_scalar(j, '$.a') as y from t`],
  ['list or struct literal', 'select [1, 2] as y from t', 'select array[1, 2] as y from t'],
  [
    'grouped by the name of a column that is made here',
    'select coalesce(x, 0) as x, count(*) as n from t group by x',
    'select t.x as x, count(*) as n from t group by t.x',
  ],
  ['function that was not compared', 'select list_value(x) as y from t', 'select array_agg(x order by x) as y from t'],
];

describe('what the engines answer differently', () => {
  it.each(DIFFERENT)('%s: %s', (rule, bad, good) => {
    expect(broken(ENGINE_RULES, bad)).toContain(rule);
    expect(broken(ENGINE_RULES, good)).toEqual([]);
  });

  it('has a case for every rule', () => {
    const tested = new Set(DIFFERENT.map(([rule]) => rule));
    expect(ENGINE_RULES.map(({ name }) => name).filter((name) => !tested.has(name))).toEqual([]);
  });

  it('does not look into comments, texts and quoted names', () => {
    expect(broken(ENGINE_RULES, `select 'x::t 1.5 a[1]' as "y / z" from t -- qualify\n/* 1 / x */`)).toEqual([]);
  });
});

const STYLE: readonly (readonly [rule: string, bad: string, good: string])[] = [
  ['upper case', 'SELECT x from t', `select 'X' as x from t`],
  [
    'select * past the imports',
    'with a as (select * from t), b as (select * from a) select x from b',
    'with a as (select * from t) select x from a',
  ],
  ['select * past the imports', 'select * from t', 'select count(*) as n from t'],
  ['join without its kind', 'select x from t join u on t.x = u.x', 'select x from t inner join u on t.x = u.x'],
  ['relation under another name', 'select a.x from t as a', 'select x from t where x is distinct from y'],
  ['relation under another name', 'select a.x from t a', 'select x from unnest(sequence(1, 3)) as s (x)'],
  ['relations with a comma between', 'select t.x from t, u', 'select t.x from t cross join u'],
  ['grouped or ordered by a number', 'select x, count(*) as n from t group by 1', 'select x, count(*) as n from t group by x'],
  ['order of the whole model', 'select x from t order by x', 'select row_number() over (order by x) as n from t'],
];

describe('how our SQL reads', () => {
  it.each(STYLE)('%s: %s', (rule, bad, good) => {
    expect(broken(STYLE_RULES, bad)).toContain(rule);
    expect(broken(STYLE_RULES, good)).toEqual([]);
  });

  it('has a case for every rule', () => {
    const tested = new Set(STYLE.map(([rule]) => rule));
    expect(STYLE_RULES.map(({ name }) => name).filter((name) => !tested.has(name))).toEqual([]);
  });

  it('breaks lines at 130 signs and leaves no blanks behind', () => {
    expect(lineFaults(`select x\n${'y'.repeat(130)}`)).toEqual([]);
    expect(lineFaults(`select x \n${'y'.repeat(131)}`).map(({ line, name }) => [line, name])).toEqual([
      [1, 'tab or blank at the end'],
      [2, 'long line'],
    ]);
  });
});

describe('reads of relations', () => {
  /** Each step names the one before twice. */
  const doubled = (steps: number) => {
    const ctes = Array.from({ length: steps }, (_, i) => `s${i + 1} as (select * from s${i} union all select * from s${i})`);
    return `with s0 as (select * from stg_order), ${ctes.join(', ')} select * from s${steps}`;
  };

  it.each([
    ['64 by doubling', doubled(6), []],
    ['128 by doubling', doubled(7), ['too many reads']],
    ['one of a common table expression that has the name of what it reads', 'with t as (select * from t) select * from t', []],
    ['90 side by side', Array.from({ length: 90 }, () => 'select * from t').join(' union all '), []],
    ['91 side by side', Array.from({ length: 91 }, () => 'select * from t').join(' union all '), ['too many reads']],
  ])('%s', (_, sql, found) => {
    expect(broken([REPEATED_READS], sql)).toEqual(found);
  });
});
