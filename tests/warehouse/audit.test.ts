import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AuditError } from '../../warehouse/audit.ts';
import { readFailures } from '../../warehouse/failures.ts';
import { publishedBuild } from '../../warehouse/manifest.ts';
import { statusOfWarehouse } from '../../warehouse/status.ts';
import { addModels, type House, makeHouse, NOW } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await makeHouse();
});
afterEach(() => house.remove());

const sql = `select x, y, t from (values (1, 'a', timestamp '2026-11-19 12:00:00'), (2, 'b', timestamp '2026-11-18 11:59:59')) as v (x, y, t)`;
const yml = (column = '', model = '', key = '[x]') => `about: x
grain: one
key: ${key}
columns:
  x: { about: x }
  y: { about: x${column === '' ? '' : `, audits: [${column}]`} }
  t: { about: x }
${model === '' ? '' : `audits: [${model}]`}
`;
const NULL_Y = sql.replace(`'b'`, 'cast(null as varchar)');
const TWICE = sql.replace(`(2, 'b'`, `(1, 'b'`);

describe('an audit', () => {
  it.each([
    ['not_null', sql, NULL_Y, yml('not_null')],
    ['unique', sql, sql.replace(`'b'`, `'a'`), yml('unique')],
    ['accepted values', sql, sql.replace(`'b'`, `'c'`), yml('{ accepted: [a, b] }')],
    ['the key is not null', sql, sql.replace(`(2, 'b'`, `(null, 'b'`), yml()],
    ['the key is unique', sql, TWICE, yml()],
    ['a key of two columns is unique', TWICE, TWICE.replace(`'b'`, `'a'`), yml('', '', '[x, y]')],
    ['a relationship', sql, sql.replace(`'b'`, `'c'`), yml('{ relationship: { to: known, column: y } }')],
    ['freshness', sql, sql.replace('11-19 12:00', '11-18 11:00'), yml('', '{ freshness: { column: t, max_age_hours: 48 } }')],
    ['a query on its own rows', sql, sql.replace('(2', '(9'), yml('', '{ sql: "select x from thing where x > 5", name: small }')],
    [
      'a query on other models',
      sql,
      sql.replace(`'b'`, `'c'`),
      yml('', '{ sql: "select thing.x from thing left join known on known.y = thing.y where known.y is null", name: joined }'),
    ],
  ])('%s: lets the good rows through and stops the bad', async (_, good, bad, text) => {
    await house.model(
      'marts/known',
      `select y from (values ('a'), ('b')) as v (y)`,
      'about: x\ngrain: one\nkey: [y]\ncolumns: { y: { about: x } }',
    );
    await house.model('marts/thing', good, text);
    expect((await house.build()).published).toBe(true);
    await house.model('marts/thing', bad, text);
    await expect(house.build()).rejects.toThrow(/^thing: audit ".*" failed on 1 row; nothing was published/);
    expect(await publishedBuild(house.dataDir)).toBe('b000001');
  });

  it('compares row counts with the published build', async () => {
    const text = yml('', '{ row_count_change: { max_drop_pct: 50 } }');
    await house.model('marts/thing', sql, text);
    await house.build();
    await house.model('marts/thing', `${sql} where x = 1`, text);
    expect((await house.build()).published).toBe(true);
    await house.model('marts/thing', `${sql} where x = 0`, text);
    await expect(house.build()).rejects.toThrow(/"row_count_change" failed .*\n.*"rows_before":1,"rows_now":0/);
  });

  it('counts exactly, keeps a hundred rows, shows five, and of those the key and the audited column only', async () => {
    const many = `select n as x, case when n < 0 then 'secret' end as y, timestamp '2026-11-19 12:00:00' as t from unnest(sequence(1, 130)) as s (n)`;
    await house.model('marts/thing', many, yml('not_null'));
    const error: unknown = await house.build().catch((thrown: unknown) => thrown);
    if (!(error instanceof AuditError)) throw error;
    expect(error.message).toMatch(
      /^thing: audit "y not_null" failed on 130 rows; nothing was published\n(.*\n){5} {2}… and 125 more\n/,
    );
    expect(error.failures[0]).toMatchObject({ model: 'thing', failing: 130 });
    expect(error.failures[0]?.rows).toHaveLength(100);
    expect(Object.keys(error.failures[0]?.rows[0] ?? {})).toEqual(['x', 'y']);
  });

  it('of severity warn publishes and reports', async () => {
    await house.model('marts/thing', NULL_Y, yml('{ not_null: true, severity: warn }'));
    const { published, warnings } = await house.build();
    expect(published).toBe(true);
    expect(warnings).toMatchObject([{ model: 'thing', audit: 'y not_null', failing: 1, rows: [{ x: 2, y: null }] }]);
  });

  it('keeps what failed for reading, until that build is made well', async () => {
    await house.model('marts/thing', NULL_Y, yml('not_null'));
    await house.build().catch(() => undefined);
    const failing = {
      build: 'b000001',
      is_published: false,
      audits: [{ model: 'thing', audit: 'y not_null', rows: [{ x: 2, y: null }] }],
    };
    expect(await readFailures(house.dataDir)).toMatchObject([failing]);
    expect((await statusOfWarehouse(house.dataDir, [])).failing).toEqual({ build: 'b000001', is_published: false, audits: 1 });
    await house.model('marts/thing', sql, yml('not_null'));
    await house.build();
    expect(await readFailures(house.dataDir)).toEqual([]);
    await house.model('marts/thing', NULL_Y, yml('{ not_null: true, severity: warn }'));
    await house.build();
    expect(await readFailures(house.dataDir)).toMatchObject([{ ...failing, build: 'b000002', is_published: true }]);
    await house.model('marts/thing', sql, yml('not_null'));
    await house.build();
    expect((await statusOfWarehouse(house.dataDir, [])).failing).toBeNull();
  });

  it('of freshness runs too where nothing came in that would have the model built', async () => {
    await house.model('marts/thing', sql, yml('', '{ freshness: { column: t, max_age_hours: 48 } }'));
    await house.model('marts/other', 'select 1 as x', 'about: x\ngrain: one\nkey: [x]\ncolumns: { x: { about: x } }');
    await house.build();
    await house.model('marts/other', 'select 2 as x', 'about: x\ngrain: one\nkey: [x]\ncolumns: { x: { about: x } }');
    const later = () => new Date(NOW.getTime() + 864e5 * 3);
    await expect(house.build({ now: later })).rejects.toThrow(/thing: audit "t freshness" failed/);
  });

  it('sees the clock it is given', async () => {
    await house.model('marts/thing', sql, yml('', '{ freshness: { column: t, max_age_hours: 48 } }'));
    await expect(house.build({ now: () => new Date(NOW.getTime() + 864e5 * 3) })).rejects.toThrow(/"t freshness" failed/);
  });
});

describe('audits of an incremental build', () => {
  const listed = (event: string, day: string, cents = 1) => ({ event, version: 1, day, store: 'S1', cents });

  it('find a key that an unchanged day has already', async () => {
    await addModels(house);
    await house.model(
      'marts/sale_list',
      `select case when cents = 2 then 'a' else event_id end as event_id, business_date, store_id, cents from stg_sale`,
      `about: x
grain: one
key: [event_id]
columns: { event_id: { about: x }, business_date: { about: x }, store_id: { about: x }, cents: { about: x } }
materialized: incremental
incremental: { partition: business_date, inputs: { stg_sale: { date: business_date } } }
`,
    );
    await house.landSales('f1', [listed('a', '2026-11-01'), listed('b', '2026-11-02')]);
    await house.build();
    await house.landSales('f2', [listed('c', '2026-11-02')]);
    expect((await house.build()).manifest.results['sale_list']?.mode).toBe('incremental');
    await house.landSales('f3', [listed('d', '2026-11-03', 2)]);
    await expect(house.build()).rejects.toThrow(/sale_list: audit "key \(event_id\) unique" failed on 1 row.*\n.*"event_id":"a"/);
  });

  it('look at a relation again when the model it points to loses rows', async () => {
    await addModels(house);
    await house.model(
      'marts/mention',
      `select x from (values ('b')) as v (x)`,
      'about: x\ngrain: one\nkey: [x]\ncolumns: { x: { about: x, audits: [{ relationship: { to: sale_list, column: event_id } }] } }',
    );
    await house.landSales('f1', [listed('a', '2026-11-01'), listed('b', '2026-11-02')]);
    await house.build();
    await house.landSales('f2', [{ ...listed('b', '2026-11-02', -1), version: 2 }]);
    await expect(house.build()).rejects.toThrow(/mention: audit "x relationship to sale_list.event_id" failed on 1 row/);
  });

  it('find an unchanged row that points to what is no more, not one that points to what moved', async () => {
    await addModels(house);
    await house.model(
      'marts/mention',
      `select event_id, business_date, 'b' as x from stg_sale where event_id = 'a'`,
      `about: x
grain: one
key: [event_id]
columns:
  event_id: { about: x }
  business_date: { about: x }
  x: { about: x, audits: [{ relationship: { to: sale_list, column: event_id } }] }
materialized: incremental
incremental: { partition: business_date, inputs: { stg_sale: { date: business_date } } }
`,
    );
    await house.landSales('f1', [listed('a', '2026-11-01'), listed('b', '2026-11-02')]);
    await house.build();
    await house.landSales('f2', [{ ...listed('b', '2026-11-03'), version: 2 }]);
    const moved = await house.build();
    expect(moved.published).toBe(true);
    expect(moved.manifest.models['mention']?.parts.map(({ since }) => since)).toEqual(['b000001']);
    await house.landSales('f3', [{ ...listed('b', '2026-11-03', -1), version: 3 }]);
    await expect(house.build()).rejects.toThrow(/mention: audit "x relationship to sale_list.event_id" failed on 1 row/);
  });
});
