import { describe, expect, it } from 'vitest';
import { relationsOf } from '../../warehouse/names.ts';

const names = (sql: string) => relationsOf(sql).map(({ name }) => name);

describe('the relations an SQL text reads', () => {
  it.each([
    ['from and join', 'select * from a inner join b on a.x = b.x left join c using (x)', ['a', 'b', 'c']],
    [
      'a list of relations, with commas elsewhere',
      'select coalesce(x, y), z from a, b t, c where f(a.x, b.y) in (1, 2) order by x, y',
      ['a', 'b', 'c'],
    ],
    ['each once', 'select * from a union all select * from a', ['a']],
    ['CTEs are not relations', 'with x as (select * from a), y as (select * from x) select * from y, b', ['a', 'b']],
    ['a CTE named like the relation it imports', 'with a as (select x from a) select * from a', ['a']],
    [
      'a CTE is seen in nested queries only below it',
      'select * from (with x as (select 1) select * from x) t join x on true',
      ['x'],
    ],
    ['recursive', 'with recursive x (n) as (select 1 union all select n + 1 from x) select * from x', []],
    ['CTE with columns', 'with x (a, b) as (select 1, 2 from c) select * from x', ['c']],
    [
      'subqueries anywhere',
      'select (select max(x) from a), y from b where z in (select z from c where exists (select 1 from d))',
      ['a', 'b', 'c', 'd'],
    ],
    [
      'parenthesised joins and unions',
      'select * from (a join b on a.x = b.x) union (select * from c except (select * from d))',
      ['a', 'b', 'c', 'd'],
    ],
    ['from inside functions', `select extract(year from t), trim(both ' ' from u), substring(v from 2 for 3) from a`, ['a']],
    ['is distinct from', 'select * from a where x is distinct from y and x is not distinct from z', ['a']],
    [
      'unnest and table functions',
      'select * from a cross join unnest(a.l) as t (x), sequence(1, 3), lateral (select * from b) u',
      ['a', 'b'],
    ],
    ['values', 'select * from (values (1, 2), (3, 4)) as t (x, y) join a on true', ['a']],
    ['comments', 'select * -- from b\nfrom a /* join c\n join d */ where x = 1', ['a']],
    ['texts', `select 'it''s from b' as "from c" from a where y = ' join d '`, ['a']],
    ['quoted and upper-case names', 'SELECT * FROM "a" JOIN Stg_B ON true', ['a', 'stg_b']],
    ['qualified names', 'select * from other.a', ['other.a']],
    ['windows', 'select row_number() over (partition by x order by y desc, z) from a', ['a']],
    ['nothing', 'select 1 as x', []],
  ])('%s', (_, sql, expected) => expect(names(sql)).toEqual(expected));

  it('knows the line of each', () => {
    expect(relationsOf('select *\nfrom /*\n*/ a\njoin b on true')).toEqual([
      { name: 'a', line: 3 },
      { name: 'b', line: 4 },
    ]);
  });

  it('says where a text begins that never ends', () => {
    expect(() => relationsOf(`select\n'oops from a`)).toThrow("line 2: a ' is never closed");
  });
});
