import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectForModels, installPrelude, readRows } from '../../warehouse/engines/duckdb/connection.ts';

let instance: DuckDBInstance;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  await installPrelude(instance, 'prelude');
});
afterAll(() => instance.closeSync());

async function value(expression: string): Promise<unknown> {
  const connection = await connectForModels(instance, ['prelude']);
  try {
    return (await readRows(connection, `select ${expression} as value`))[0]?.['value'];
  } finally {
    connection.closeSync();
  }
}

/** Right-hand sides are Athena’s answers. */
describe('Athena SQL on DuckDB', () => {
  it.each([
    ['1 / 2', 0],
    [`date_diff('month', date '2026-01-15', date '2026-02-14')`, '0'],
    [`date_diff('day', timestamp '2026-01-02 01:00:00', timestamp '2026-01-01 23:00:00')`, '0'],
    [`date_add('day', 1, date '2026-02-28')`, '2026-03-01'],
    [`date_trunc('month', date '2026-02-28')`, '2026-02-01'],
    [`date_format(timestamp '2026-01-05 03:04:05', '%Y/%c/%e %H:%i:%s %M')`, '2026/1/5 03:04:05 January'],
    [`date_parse('2026-01-05 03:04', '%Y-%m-%d %H:%i')`, '2026-01-05 03:04:00'],
    [`cast(at_timezone(from_iso8601_timestamp('2026-01-05T03:04:05Z'), 'Asia/Shanghai') as timestamp)`, '2026-01-05 11:04:05'],
    [`day_of_week(date '2026-01-04')`, '7'],
    [`concat('a', null)`, null],
    [`greatest(1, null)`, null],
    [`least(3, 1, 2)`, 1],
    [`regexp_replace('a1b2', '[0-9]')`, 'ab'],
    [`regexp_replace('ab', '(a)(b)', '$2$1')`, 'ba'],
    [`regexp_extract('abc', 'x')`, null],
    [`split_part('a,b', ',', 3)`, null],
    [`substr('abc', 0)`, ''],
    [`json_extract_scalar('{"a": {"b": 1}}', '$.a.b')`, '1'],
    [`json_extract_scalar('{"a": {"b": 1}}', '$.a')`, null],
    [`json_extract_scalar('broken', '$.a')`, null],
    [`json_extract_scalar('{"a b": "x"}', '$["a b"]')`, 'x'],
    [`array_join(array['a', null, 'b'], '-')`, 'a-b'],
    [`array_max(array[1, null])`, null],
    [`element_at(array[1], 5)`, null],
    [`cardinality(array[1, 2])`, '2'],
    [`count_if(false)`, '0'],
    [`lower(to_hex(md5(to_utf8('a'))))`, '0cc175b9c0f1b6a831c399e269772661'],
    [`width_bucket(5.0, 0, 10, 4)`, '3'],
    ['ln(0)', '-Infinity'],
  ])('%s', async (expression, expected) => {
    expect(await value(expression)).toEqual(expected);
  });
});
