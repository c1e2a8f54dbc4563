import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { SQL_DIR } from '../../local/commands/build.ts';
import { readCases } from '../../warehouse/cases/read-cases.ts';
import { type RelationTypes, relationTypes } from '../../warehouse/cases/relation-types.ts';
import { runCase } from '../../warehouse/cases/run-case.ts';
import type { Engine } from '../../warehouse/engines/engine.ts';
import { graphOf } from '../../warehouse/graph.ts';
import { loadModels } from '../../warehouse/model.ts';
import { rigUrls } from './clients.ts';
import { makeInstallation } from './installation.ts';

const graph = graphOf(await loadModels(SQL_DIR), CONTRACTS);
const cases = await readCases(SQL_DIR, graph);

let engine: Engine;
let types: RelationTypes;
beforeAll(async () => {
  engine = await (await makeInstallation(rigUrls())).place().openEngine();
  types = await relationTypes(graph, engine);
});
afterAll(() => engine.close());

describe.each([...new Set(cases.map(({ model }) => model))])('%s on Athena', (model) => {
  it.each(cases.filter((one) => one.model === model))('$name', async (one) => {
    expect(await runCase(one, graph, types, engine)).toBeNull();
  });
});
