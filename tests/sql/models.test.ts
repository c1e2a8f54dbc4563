import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONTRACTS } from '../../contracts/catalogue.ts';
import { SQL_DIR } from '../../local/commands/build.ts';
import { readCases } from '../../warehouse/cases/read-cases.ts';
import { type RelationTypes, relationTypes } from '../../warehouse/cases/relation-types.ts';
import { runCase } from '../../warehouse/cases/run-case.ts';
import type { Engine } from '../../warehouse/engines/engine.ts';
import { graphOf } from '../../warehouse/graph.ts';
import { loadModels } from '../../warehouse/model.ts';
import { openTestEngine } from './engine.ts';

const graph = graphOf(await loadModels(SQL_DIR), CONTRACTS);
const cases = await readCases(SQL_DIR, graph);

let engine: Engine;
let types: RelationTypes;
beforeAll(async () => {
  engine = await openTestEngine();
  types = await relationTypes(graph, engine);
});
afterAll(() => engine.close());

describe.each([...new Set(cases.map(({ model }) => model))])('%s', (model) => {
  it.each(cases.filter((one) => one.model === model))('$name', async (one) => {
    expect(await runCase(one, graph, types, engine)).toBeNull();
  });
});

it('every model past staging has cases', () => {
  const tested = new Set(cases.map(({ model }) => model));
  const models = [...graph.values()].filter(({ model }) => model.layer !== 'staging').map(({ model }) => model.name);
  expect(models.filter((name) => !tested.has(name))).toEqual([]);
});

it('every kind of event that stands by itself is counted by channel', () => {
  const parts = ['order_line', 'conversation_turn'];
  const kinds = graph.get('dq_channel_daily')?.model.audits.flatMap((audit) => (audit.kind === 'accepted' ? audit.values : []));
  const stands = CONTRACTS.flatMap(({ table }) => (parts.includes(table) ? [] : [table]));
  expect(kinds?.toSorted()).toEqual(stands.toSorted());
});

const NO_ANSWERS = {
  business_date: '2026-11-05',
  org_unit_id: 'S1',
  touchpoint: 't',
  channel: 'survey',
  source: 'survey',
  nps_n: 0,
  promoter_count: 0,
  detractor_count: 0,
  ces_n: 0,
  ces_easy_count: 0,
};
/** Four kinds of unit, all and the touchpoint. */
const CUTS_WITHOUT_STAGE = 8;

it.each([
  [259, 209, 0.7545],
  [143, 118, 0.7546],
])('Wilson’s lower bound of %i answers of which %i are in the top boxes is the published %f', async (answers, top, low) => {
  const given = [{ ...NO_ANSWERS, csat_n: answers, csat_top_count: top }];
  const cuts = Array.from({ length: CUTS_WITHOUT_STAGE }, () => ({ low: `~${low}` }));
  expect(
    await runCase(
      {
        model: 'score',
        file: '',
        name: '',
        given: { int_score_count: given, int_period: [{ business_date: '2026-11-05', period_kind: 'all' }] },
        expect: cuts,
      },
      graph,
      types,
      engine,
    ),
  ).toBeNull();
});

describe('staging', () => {
  const landed = (event: string, version: number, record: string, hour: number) => ({
    event_id: event,
    event_version: version,
    record_id: record,
    channel: 'c',
    received_at: `2026-11-05 0${hour}:00:00`,
  });

  it.each(
    [...graph.values()]
      .filter(({ model, lake }) => model.layer === 'staging' && lake.length > 0)
      .map((node) => [node.model.name, node] as const),
  )(
    '%s keeps the highest version of an event, of equal ones the larger record, of equal records the first received',
    async (model, { lake }) => {
      const given = [
        landed('version', 2, 'a', 2),
        landed('version', 10, 'a', 1),
        landed('record', 1, 'a', 1),
        landed('record', 1, 'b', 2),
        landed('again', 1, 'a', 2),
        landed('again', 1, 'a', 1),
      ];
      const expected = [given[1], given[3], given[5]].flatMap((row) => row ?? []);
      const one = {
        model,
        file: model,
        name: 'latest',
        given: Object.fromEntries(lake.map(({ table }) => [`lake_${table}`, given])),
        expect: expected,
      };
      expect(await runCase(one, graph, types, engine)).toBeNull();
    },
  );
});
