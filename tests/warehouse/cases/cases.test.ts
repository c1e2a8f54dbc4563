import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCases } from '../../../warehouse/cases/read-cases.ts';
import { relationTypes } from '../../../warehouse/cases/relation-types.ts';
import { type Mismatch, runCase } from '../../../warehouse/cases/run-case.ts';
import { graphOf } from '../../../warehouse/graph.ts';
import { loadModels } from '../../../warehouse/model.ts';
import { openTestEngine } from '../../sql/engine.ts';
import { addModels, type House, makeHouse, sale, shop } from '../house.ts';

let house: House;
beforeEach(async () => {
  house = await makeHouse();
  await addModels(house);
});
afterEach(() => house.remove());

/** Runs the cases of sale_daily. */
async function run(text: string, name = 'sale_daily'): Promise<(Mismatch | null)[]> {
  await writeFile(join(house.sqlDir, `marts/${name}.test.yml`), text);
  const graph = graphOf(await loadModels(house.sqlDir), [sale, shop]);
  const cases = await readCases(house.sqlDir, graph);
  const engine = await openTestEngine();
  try {
    const types = await relationTypes(graph, engine);
    const results: (Mismatch | null)[] = [];
    for (const one of cases) results.push(await runCase(one, graph, types, engine));
    return results;
  } finally {
    engine.close();
  }
}

const given = 'given: { stg_sale: [{ business_date: 2026-11-01, store_id: S1, cents: 3 }] }';

describe('a case of a model', () => {
  it('holds, or tells what is missing and what is there instead', async () => {
    const text = `cases:
  - { name: right, ${given}, expect: [{ business_date: 2026-11-01, cents: 3, city: null }] }
  - { name: wrong, ${given}, expect: [{ cents: 4 }] }
  - { name: none of those, ${given}, where: cents > 3, expect: [] }
  - { name: too few, ${given}, expect: [] }
  - { name: twice, ${given}, expect: [{ cents: 3 }, { cents: 3 }] }
`;
    expect(await run(text)).toEqual([
      null,
      { missing: [{ cents: 4 }], unexpected: [{ cents: '3' }] },
      null,
      { missing: [], unexpected: [expect.objectContaining({ cents: '3' })] },
      { missing: [{ cents: 3 }], unexpected: [] },
    ]);
  });

  it.each([
    [
      'a relation that is not read',
      'cases: [{ name: n, given: { stg_sales: [] }, expect: [] }]',
      /n: given: sale_daily does not read stg_sales; the nearest is stg_sale$/,
    ],
    [
      'a column that is not there',
      'cases: [{ name: n, given: { stg_sale: [{ cent: 1 }] }, expect: [] }]',
      /n: given\.stg_sale: there is no column cent; the nearest is cents$/,
    ],
    [
      'rows of several shapes',
      'cases: [{ name: n, given: {}, expect: [{ cents: 1 }, { city: x }] }]',
      /n: expect: expected the same columns in every row/,
    ],
    ['another form', 'cases: [{ name: n, rows: [] }]', /sale_daily\.test\.yml: cases\.0\.given: /],
    ['text that is not YAML', 'cases: [', /sale_daily\.test\.yml: not YAML: /],
  ])('is refused for %s', async (_, text, message) => {
    await expect(run(text)).rejects.toThrow(message);
  });

  it('must lie beside its model', async () => {
    await expect(run('cases: []', 'nothing')).rejects.toThrow(/nothing\.test\.yml: there is no model nothing beside it/);
  });
});
