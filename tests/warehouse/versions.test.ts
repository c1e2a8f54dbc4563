import { expect, test } from 'vitest';
import { withoutRanking } from '../../warehouse/engines/duckdb/versions.ts';

const versions = { key: ['event_id'], lakeRelation: 'lake_sale' };
const sql = (window: string, from = 'lake_sale') =>
  `with landed as (select *, ${window} as version_rank from ${from}) select cents from landed where version_rank = 1`;

test('the first of a key’s versions is found without ranking where each key is met once', () => {
  const window = 'row_number() over (\n  partition by event_id -- its own\n  order by event_version desc, record_id desc\n)';
  expect(withoutRanking(sql(window), versions)).toBe(
    'with landed as (select *, cast(1 as bigint) as version_rank from lake_sale) select cents from landed where version_rank = 1',
  );
});

test.each([
  ['another key', sql('row_number() over (partition by store_id order by event_version desc)')],
  ['a part of the key', sql('row_number() over (partition by event_id, store_id order by event_version desc)')],
  ['a call in the order', sql('row_number() over (partition by event_id order by abs(cents))')],
  ['another function', sql('count(*) over (partition by event_id order by event_version desc)')],
  ['another relation', sql('row_number() over (partition by event_id order by event_version desc)', 'lake_shop')],
  ['a join', sql('row_number() over (partition by event_id order by event_version desc)', 'lake_sale join x using (y)')],
  ['a filter', sql('row_number() over (partition by event_id order by event_version desc)', 'lake_sale where cents > 0')],
])('SQL that ranks by %s is left as it is', (_, text) => {
  expect(withoutRanking(text, versions)).toBeNull();
});
