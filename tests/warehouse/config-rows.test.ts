import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadModels } from '../../warehouse/model.ts';
import { type House, makeHouse } from './house.ts';

const CONFIG = `
- shop: S1
  opens_at: 9
  shelves:
    - { shelf: bread, is_cold: false, goods: [loaf, bun] }
    - { shelf: milk, is_cold: true, goods: [] }
- shop: S2
`;
const SHELF = `
about: Shelves.
grain: one shelf
key: [shop, shelf]
rows: { of: shops.yml, each: [{ list: shelves, position: shelf_number }] }
columns:
  shop: { about: Shop., type: varchar }
  opens_at: { about: Opens., type: double }
  shelf: { about: Shelf., type: varchar }
  shelf_number: { about: Place., type: bigint }
  is_cold: { about: Cold., type: boolean }
`;
const GOOD = `
about: Goods.
grain: one good
key: [good]
rows: { of: shops.yml, each: [{ list: shelves }, { list: goods, item: good }] }
columns:
  shop: { about: Shop., type: varchar }
  good: { about: Good., type: varchar }
`;
const SALES = 'about: x\ngrain: x\nkey: [store_id]\ncolumns: { store_id: { about: x } }\n';

let house: House;
const write = async (path: string, text: string) => {
  await mkdir(join(house.sqlDir, path, '..'), { recursive: true });
  await writeFile(join(house.sqlDir, path), text);
};
beforeEach(async () => {
  house = await makeHouse();
  await house.model('staging/stg_store', 'select distinct store_id from lake_sale', SALES);
  await write('config/shops.yml', CONFIG);
  await write('staging/shelf.yml', SHELF);
  await write('staging/good.yml', GOOD);
});
afterEach(() => house.remove());

describe('a model of a config file', () => {
  it('has a row for each record of its last list, with the fields of the records around it', async () => {
    await house.build();
    expect(await house.query('select * from shelf order by shelf_number')).toEqual([
      { shop: 'S1', opens_at: 9, shelf: 'bread', shelf_number: '1', is_cold: false },
      { shop: 'S1', opens_at: 9, shelf: 'milk', shelf_number: '2', is_cold: true },
    ]);
    expect(await house.query('select * from good order by good')).toEqual([
      { shop: 'S1', good: 'bun' },
      { shop: 'S1', good: 'loaf' },
    ]);
  });

  it('is built again when its rows change, and not before', async () => {
    await house.build();
    expect((await house.build()).published).toBe(false);
    await write('config/shops.yml', CONFIG.replace('is_cold: true', 'is_cold: false'));
    const { manifest } = await house.build();
    expect(Object.entries(manifest.results).filter(([, { reasons }]) => reasons.length > 0)).toEqual([
      ['shelf', expect.anything()],
    ]);
  });

  it.each([
    ['a list that is none', CONFIG.replace('[]', '3'), /shops\.yml: record 1: shelves 2: goods: expected a list/],
    ['a value of another type', CONFIG.replace('9', 'nine'), /record 1: shelves 1: opens_at: expected a double, found "nine"/],
    ['a mistyped field', CONFIG.replace('is_cold', 'is_clod'), /shelves 1: is_clod: no model reads this field; .* is_cold/],
    ['a field named twice', CONFIG.replace('shelf: milk', 'shelf: milk, shop: S3'), /shelves 2: shop: a record around it has/],
    ['a text where a record should be', '- S1\n', /shops\.yml: record 1: expected a record with fields/],
    ['no list', 'shop: S1\n', /shops\.yml: expected a list of records/],
  ])('refuses %s', async (_, text, message) => {
    await write('config/shops.yml', text);
    await expect(loadModels(house.sqlDir)).rejects.toThrow(message);
  });

  it.each([
    ['without a type', SHELF.replace(', type: boolean', ''), /shelf\.yml: columns\.is_cold\.type: missing/],
    ['of a file that is not there', SHELF.replace('of: shops', 'of: stores'), /shelf\.yml: rows\.of: there is no .*stores\.yml/],
    ['without rows', SHELF.replace(/rows: .*\n/, ''), /shelf\.yml: there is no shelf\.sql beside it, and it names no rows/],
    ['kept by days', `${SHELF}materialized: incremental\nincremental: { partition: shop, inputs: {} }\n`, /built whole/],
  ])('is refused %s', async (_, text, message) => {
    await write('staging/shelf.yml', text);
    await expect(loadModels(house.sqlDir)).rejects.toThrow(message);
  });
});
