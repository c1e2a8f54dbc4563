import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { graphOf } from '../../warehouse/graph.ts';
import { loadModels } from '../../warehouse/model.ts';
import { selectModels } from '../../warehouse/select.ts';
import { type House, makeHouse, sale, shop } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await makeHouse();
});
afterEach(() => house.remove());

const yml = (rest = '') => `about: x\ngrain: one\nkey: [x]\ncolumns: { x: { about: x } }\n${rest}`;
const graph = async () => graphOf(await loadModels(house.sqlDir), [sale, shop]);

describe('the graph of models', () => {
  it('puts each model after what it reads', async () => {
    await house.model('marts/a', 'select x from int_b', yml());
    await house.model('intermediate/int_b', 'select x from stg_c', yml());
    await house.model('staging/stg_c', 'select event_id as x from lake_sale', yml());
    expect([...(await graph()).keys()]).toEqual(['stg_c', 'int_b', 'a']);
  });

  it('prints a cycle', async () => {
    await house.model('marts/a', 'select x from b', yml());
    await house.model('marts/b', 'select x from c', yml());
    await house.model('marts/c', 'select x from b', yml());
    await expect(graph()).rejects.toThrow('models read each other in a circle: b → c → b');
  });

  it('names file, line and the nearest name of an unknown relation', async () => {
    await house.model('staging/stg_sale', 'select event_id as x\nfrom lake_sales', yml());
    await expect(graph()).rejects.toThrow(/staging\/stg_sale\.sql:2: there is no relation lake_sales; the nearest is lake_sale$/);
  });

  it('refuses two models of one name', async () => {
    await house.model('marts/one/a', 'select 1 as x', yml());
    await house.model('marts/two/a', 'select 1 as x', yml());
    await expect(graph()).rejects.toThrow(/two models are named a: .*one\/a\.sql and .*two\/a\.sql/);
  });

  it.each([
    [
      'a relation that is not there',
      'audits: [{ name: odd, sql: "select x from a cross join c" }]',
      /a\.yml: odd: there is no model c; the nearest is \w$/,
    ],
    [
      'a lake table',
      'audits: [{ name: odd, sql: "select event_id from lake_sale" }]',
      /a\.yml: odd: there is no model lake_sale/,
    ],
    ['no query', 'audits: [{ name: odd, sql: "x > 1" }]', /a\.yml: odd: expected one query, .*; found x$/],
  ])('refuses an audit of %s', async (_, audits, message) => {
    await house.model('marts/a', 'select x from b', yml(audits));
    await house.model('marts/b', 'select 1 as x', yml());
    await expect(graph()).rejects.toThrow(message);
  });

  it('refuses a relationship to a column that is not there', async () => {
    const audits = 'audits: [{ relationship: { to: b, column: xy } }]';
    await house.model('marts/a', 'select x from b', `about: x\ngrain: one\nkey: [x]\ncolumns: { x: { about: x, ${audits} } }`);
    await house.model('marts/b', 'select 1 as x', yml());
    await expect(graph()).rejects.toThrow(/a\.yml: x relationship to b\.xy: b has no column xy; the nearest is x$/);
  });

  it.each([
    ['', /a\.sql: expected one query, which begins with select or with; found nothing$/],
    ['-- to do', /found nothing$/],
    ['drop table b', /found drop$/],
    ['FROM b', /found FROM$/],
    ['select 1 as x;\nselect 2 as x', /a\.sql: line 1: expected one query, found a semicolon after it$/],
  ])('refuses a model that is not one query: %s', async (sql, message) => {
    await house.model('marts/a', sql, yml());
    await expect(graph()).rejects.toThrow(message);
  });

  it.each([
    [
      'columns: { x: { about: x, audits: [not_nul] } }',
      /a\.yml: columns\.x\.audits\.0: expected not_null, unique, or one of \{ accepted/,
    ],
    ['columns: { x: { about: x } }\naudits: [{ rows: 1 }]', /a\.yml: audits\.0: expected one of \{ row_count_change/],
  ])('says which audits there are: %s', async (rest, message) => {
    await house.model('marts/a', 'select 1 as x', `about: x\ngrain: one\nkey: [x]\n${rest}`);
    await expect(graph()).rejects.toThrow(message);
  });

  it.each([
    ['marts/a', 'lake_sale', /a\.sql:1: only staging reads lake_sale; read its stg_ model/],
    ['intermediate/int_a', 'b', /int_a reads b of marts; intermediate reads staging and intermediate only/],
    ['staging/stg_a', 'b', /stg_a reads b of marts; staging reads lake_ tables only/],
  ])('keeps the layers: %s may not read %s', async (path, relation, message) => {
    await house.model('marts/b', 'select 1 as x', yml());
    await house.model(path, `select x from ${relation}`, yml());
    await expect(graph()).rejects.toThrow(message);
  });

  it.each([
    ['an input that it does not read', '{ other: { date: x } }', /incremental\.inputs\.other: a does not read it/],
    ['an input that is not kept by day', '{ b: { date: x } }', /incremental\.inputs\.b: b is not kept by days of x/],
    ['a column that the input lacks', '{ b: { match: [y] } }', /incremental\.inputs\.b\.match: b has no column y/],
    ['nothing to match', '{ b: { match: [x] } }', /b\.match: no other input that is given by date has the columns x/],
    ['neither', '{ b: {} }', /incremental\.inputs\.b: expected either date or match/],
    ['days around a match', '{ b: { match: [x], after_days: 1 } }', /before_days and after_days go with date, not with match/],
  ])('refuses a reach on %s', async (_, inputs, message) => {
    await house.model('marts/b', 'select 1 as x', yml());
    await house.model(
      'marts/a',
      'select x from b',
      yml(`materialized: incremental\nincremental: { partition: x, inputs: ${inputs} }`),
    );
    await expect(graph()).rejects.toThrow(message);
  });

  it.each([
    ['an input that it does not read', '{ columns: [x], inputs: [other] }', /incremental\.by\.inputs: a does not read other/],
    ['a column that an input lacks', '{ columns: [z], inputs: [b] }', /incremental\.by\.inputs: b has no column z/],
    ['a column that it lacks itself', '{ columns: [y], inputs: [b] }', /incremental\.by\.columns: y is not among columns/],
    ['a column that may be null', '{ columns: [w], inputs: [b] }', /incremental\.by\.columns: w may be null.*audited not_null/],
  ])('refuses rows made again by %s', async (_, by, message) => {
    const columns = (names: string) => `about: x\ngrain: one\nkey: [x]\ncolumns: { ${names} }`;
    await house.model('marts/b', 'select 1 as x, 2 as y, 3 as w', columns('x: { about: x }, y: { about: y }, w: { about: w }'));
    const other = /columns: \[([zw])\]/.exec(by)?.[1];
    const own = columns(`x: { about: x }${other === undefined ? '' : `, ${other}: { about: other }`}`);
    await house.model(
      'marts/a',
      'select x from b',
      `${own}\nmaterialized: incremental\nincremental: { partition: x, by: ${by} }`,
    );
    await expect(graph()).rejects.toThrow(message);
  });

  it('refuses a relationship to a model that is not there', async () => {
    await house.model(
      'marts/a',
      'select 1 as x',
      'about: x\ngrain: one\nkey: [x]\ncolumns: { x: { about: x, audits: [{ relationship: { to: nowhere, column: y } }] } }',
    );
    await expect(graph()).rejects.toThrow(/a\.yml: x relationship to nowhere\.y: there is no model nowhere/);
  });
});

describe('a description', () => {
  it.each([
    ['a missing key', 'about: x\ngrain: one\ncolumns: { x: { about: x } }', /a\.yml: key: /],
    ['a field it does not know', yml('colour: red'), /a\.yml: .*colour/],
    ['a key that is no column', yml().replace('key: [x]', 'key: [y]'), /a\.yml: key: y is not among columns/],
    [
      'an audit that it does not know',
      yml().replace('about: x }', 'about: x, audits: [positive] }'),
      /a\.yml: columns\.x\.audits\.0: /,
    ],
    ['an incremental model without its rule', yml('materialized: incremental'), /a\.yml: incremental: missing/],
    [
      'an incremental rule that is neither',
      yml('materialized: incremental\nincremental: { partition: x }'),
      /a\.yml: incremental: expected either merge/,
    ],
    ['text that is not YAML', 'about: [', /a\.yml:\d+: not YAML/],
  ])('is refused for %s', async (_, text, message) => {
    await house.model('marts/a', 'select 1 as x', text);
    await expect(loadModels(house.sqlDir)).rejects.toThrow(message);
  });

  it('must lie in a layer', async () => {
    await house.model('a', 'select 1 as x', yml());
    await expect(loadModels(house.sqlDir)).rejects.toThrow(/a\.sql: expected it under staging\/, intermediate\/ or marts\//);
  });
});

describe('a selection', () => {
  beforeEach(async () => {
    await house.model('staging/stg_c', 'select event_id as x from lake_sale', yml());
    await house.model('intermediate/int_b', 'select x from stg_c', yml());
    await house.model('marts/a', 'select x from int_b', yml());
    await house.model('marts/z', 'select 1 as x', yml());
  });

  it.each([
    [['int_b'], ['int_b']],
    [['+int_b'], ['int_b', 'stg_c']],
    [['int_b+'], ['a', 'int_b']],
    [['+int_b+'], ['a', 'int_b', 'stg_c']],
    [
      ['z', 'a'],
      ['a', 'z'],
    ],
  ])('%s', async (patterns, expected) => {
    expect([...selectModels(await graph(), patterns)].toSorted()).toEqual(expected);
  });

  it('suggests the nearest name', async () => {
    const all = await graph();
    expect(() => selectModels(all, ['int_d+'])).toThrow('there is no model int_d; the nearest is int_b');
  });
});
