import { describe, expect, it } from 'vitest';
import { columnLineage } from '../../../warehouse/docs/column-lineage.ts';

const relations = new Map([
  ['t', ['x', 'y', 'source']],
  ['u', ['x', 'z']],
]);
const lineage = (sql: string) =>
  Object.fromEntries(
    [...columnLineage(sql, relations)].map(([name, origins]) => [name, origins === null ? null : [...origins].toSorted()]),
  );

describe('where a column comes from', () => {
  it.each([
    ['a column as it is', 'select x from t', { x: ['t.x'] }],
    ['a name for it', 'select x as a, t.y as b from t', { a: ['t.x'], b: ['t.y'] }],
    ['an expression', `select x + coalesce(y, 0) as a, 'x' as b from t`, { a: ['t.x', 't.y'], b: [] }],
    ['calls and types that are named like columns', 'select cast(x as double) as y from t', { y: ['t.x'] }],
    ['a join', 'select t.x, z, u.x as other from t left join u on t.x = u.x', { x: ['t.x'], z: ['u.z'], other: ['u.x'] }],
    [
      'imports and CTEs',
      'with a as (select * from t), b as (select x as k, count(y) as n from a group by x) select k, n from b',
      { k: ['t.x'], n: ['t.y'] },
    ],
    ['a window', 'select row_number() over (partition by x order by y) as n from t', { n: ['t.x', 't.y'] }],
    [
      'a star beside others',
      'with a as (select *, y + 1 as more from t) select more, source from a',
      { more: ['t.y'], source: ['t.source'] },
    ],
    ['both sides of a union', 'select x, y from t union all select z, x from u', { x: ['t.x', 'u.z'], y: ['t.y', 'u.x'] }],
    ['a case', `select case when x > 1 then y else 0 end as a from t where source = 'z'`, { a: ['t.x', 't.y'] }],
    ['a query in the FROM', 'select a from (select x as a from t) as inner_rows', { a: ['t.x'] }],
    ['count(*)', 'select count(*) as n from t', { n: [] }],
    ['a query in an expression, which is not followed', 'select (select max(x) from t) as a, z from u', { a: null, z: ['u.z'] }],
  ])('%s', (_, sql, expected) => expect(lineage(sql)).toEqual(expected));
});
