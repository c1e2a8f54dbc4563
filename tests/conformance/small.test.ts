import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lakeDir } from '../../warehouse/lake-listing.ts';
import { addModels, type House, makeHouse, type Sale, sale, shop } from '../warehouse/house.ts';
import { makeTwin, summaryOf, type Twin } from './twin.ts';

let house: House;
let twin: Twin;

beforeAll(async () => {
  house = await makeHouse();
  await addModels(house);
  twin = await makeTwin([sale, shop]);
});

afterAll(async () => {
  await twin.remove();
  await house.remove();
});

/** Lands sales in the house and puts its files into the bucket, from where the twin takes them. */
async function land(file: string, sales: readonly Sale[]): Promise<void> {
  if (sales.length > 0) await house.landSales(file, sales);
  const root = lakeDir(house.dataDir);
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) await twin.installation.store.putNew(relative(root, path), await readFile(path));
  }
}

it('builds whole', async () => {
  await house.landShops('shops', [{ store: 's1', city: '杭州' }]);
  await land('f1', [{ event: 'e1', version: 1, day: '2026-11-18', store: 's1', cents: 100 }]);
  await twin.build({ sqlDir: house.sqlDir });
  expect(summaryOf(await twin.compare(house.sqlDir))).toBe('5 models, 27 cells, 0 differences');
});
