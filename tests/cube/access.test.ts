import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import cubeClient from '@cubejs-client/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { assertAnswerable, isWithin } from '../../cube/access.ts';
import { catalogueOf } from '../../cube/catalogue.ts';
import { readModel } from '../../cube/model.ts';
import { readQuery } from '../../cube/query.ts';
import { TIERS, type Tier } from '../../cube/token.ts';
import { BEARERS, type RunningServer, startServer } from './running-server.ts';
import { sampleMarts } from './sample-marts.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

/** Where the members stand that each tier may name, one a line. `-u` writes them; the diff is what people get to see. */
const listOf = (tier: Tier) => fileURLToPath(new URL(`members/${tier}.txt`, import.meta.url));
const mayName = (tier: Tier) =>
  existsSync(listOf(tier))
    ? readFileSync(listOf(tier), 'utf8')
        .split('\n')
        .filter((name) => name !== '')
    : [];
const MAY_NAME = Object.fromEntries(TIERS.map((tier) => [tier, mayName(tier)])) as Record<Tier, string[]>;

const inView = (view: string, members: readonly string[]) => members.map((name) => `${view}.${name}`);

/** What no tier may name, or not every one. */
const PRIVATE = [
  ...inView('score_daily', ['nps', 'nps_n', 'promoter_count', 'org_unit_id', 'region_id', 'business_date']),
  ...inView('score_reference', ['nps', 'org_unit_id', 'store_name']),
  ...inView('score_segment_daily', ['nps', 'life_stage', 'region_id']),
  ...inView('frontline_score_segment', ['nps', 'life_stage']),
  ...inView('order_daily', ['revenue_amount', 'late_count', 'org_unit_id']),
  ...inView('invite_daily', ['delivered_count', 'region_id']),
  ...inView('feedback', ['feedback_count', 'order_id', 'comment', 'org_unit_id']),
  ...inView('fact', ['org_unit_id']),
  ...inView('target', ['target_value', 'org_unit_id']),
  ...inView('journey_stage_daily', ['reached_count', 'dropped_count', 'org_unit_id']),
  ...inView('ticket_time', ['ticket_count', 'ticket_id', 'region_id']),
  ...inView('manager_ticket', ['ticket_id', 'opened_at', 'resolution_minutes_sum']),
  ...inView('score_change', ['change', 'region_id']),
  ...inView('best', ['nps', 'region_id']),
  ...inView('executive_journey', ['dropped_count']),
  ...inView('contact_segment', ['contact_count', 'contact_id', 'value_sum']),
  ...inView('contact', ['contact_count', 'contact_id']),
  ...inView('analyst_segment', ['contact_id', 'value_sum', 'value_n']),
  'analyst_contact.contact_id',
  'reference_target.region_id',
];

const every = new Set([...TIERS.flatMap((tier) => MAY_NAME[tier]), ...PRIVATE]);
for (const tier of TIERS) {
  for (const name of ['promoter_count', 'detractor_count', 'nps_margin', 'csat_top_count', 'passive_count', 'ces_easy_count'])
    every.add(`${tier}_score.${name}`);
  for (const name of ['late_count', 'mixed_amount', 'currency_count']) every.add(`${tier}_order.${name}`);
  for (const name of ['order_id', 'ces_score', 'language', 'comment', 'feedback_count']) every.add(`${tier}_feedback.${name}`);
  every.add(`${tier}_nothing.at_all`);
}
for (const name of ['org_unit_id', 'store_name', 'store_name_en', 'channel', 'promoter_count'])
  every.add(`reference_score.${name}`);

/** Every place of a query in which a member can hide, around an otherwise allowed query. */
const WAYS: Record<string, (hidden: string, allowed: string) => object> = {
  measure: (hidden, allowed) => ({ measures: [allowed, hidden] }),
  'measure alone': (hidden) => ({ measures: [hidden] }),
  dimension: (hidden, allowed) => ({ measures: [allowed], dimensions: [hidden] }),
  'dimension with granularity': (hidden, allowed) => ({ measures: [allowed], dimensions: [`${hidden}.day`] }),
  segment: (hidden, allowed) => ({ measures: [allowed], segments: [hidden] }),
  'time dimension': (hidden, allowed) => ({ measures: [allowed], timeDimensions: [{ dimension: hidden, granularity: 'day' }] }),
  'date range': (hidden, allowed) => ({
    measures: [allowed],
    timeDimensions: [{ dimension: hidden, dateRange: ['2026-11-01', '2026-11-02'] }],
  }),
  'compared ranges': (hidden, allowed) => ({
    measures: [allowed],
    timeDimensions: [
      {
        dimension: hidden,
        compareDateRange: [
          ['2026-11-01', '2026-11-02'],
          ['2026-11-03', '2026-11-04'],
        ],
      },
    ],
  }),
  filter: (hidden, allowed) => ({ measures: [allowed], filters: [{ member: hidden, operator: 'set' }] }),
  'filter by its old key': (hidden, allowed) => ({
    measures: [allowed],
    filters: [{ dimension: hidden, operator: 'equals', values: ['1'] }],
  }),
  'nested filter': (hidden, allowed) => ({
    measures: [allowed],
    filters: [
      { or: [{ and: [{ member: allowed, operator: 'set' }, { or: [{ member: hidden, operator: 'gt', values: ['0'] }] }] }] },
    ],
  }),
  'order map': (hidden, allowed) => ({ measures: [allowed], order: { [hidden]: 'asc' } }),
  'order list': (hidden, allowed) => ({
    measures: [allowed],
    order: [
      [allowed, 'asc'],
      [hidden, 'desc'],
    ],
  }),
};

/** Ways that no caller may use at all. */
const NEVER: Record<string, (hidden: string, allowed: string) => object> = {
  'join hint': (hidden, allowed) => ({ measures: [allowed], joinHints: [[allowed.split('.')[0], hidden.split('.')[0]]] }),
  'subquery join': (hidden, allowed) => ({
    measures: [allowed],
    subqueryJoins: [{ sql: `select ${hidden}`, on: 'true', joinType: 'LEFT', alias: 'x' }],
  }),
  'masked members': (hidden, allowed) => ({ measures: [allowed], maskedMembers: [{ member: hidden }] }),
  'member expression': (hidden, allowed) => ({
    measures: [allowed, { expression: ['1'], cubeName: hidden.split('.')[0], name: 'x' }],
  }),
  'member expression as text': (hidden, allowed) => ({
    measures: [
      allowed,
      JSON.stringify({ cubeName: hidden.split('.')[0], alias: 'x', expr: { type: 'SqlFunction', cubeParams: [], sql: '1' } }),
    ],
  }),
  'subquery filter': (hidden, allowed) => ({
    measures: [allowed],
    filters: [{ member: allowed, operator: 'measureFilter', values: [hidden] }],
  }),
  ungrouped: (_hidden, allowed) => ({ dimensions: [allowed], ungrouped: true }),
  blending: (hidden, allowed) => [{ measures: [allowed] }, { measures: [hidden] }],
};

const { rowScope } = readModel(fileURLToPath(new URL('../../cube/model', import.meta.url)), 10);

const REFUSAL = 'A member of this query does not exist or is not available to your role.';

let server: RunningServer;

beforeAll(async () => {
  server = await startServer({ marts: sampleMarts(5) });
});

afterAll(async () => server.stop());

const LEAKS =
  /select |from |score_daily|score_reference|order_daily|invite_daily|order_id|promoter_count|node_modules|\.ts:|\.js:/i;

describe.each(TIERS)('%s', (tier) => {
  const allowed = `${tier}_score.response_count`;
  const hidden = Array.from(every).filter((name) => !MAY_NAME[tier].includes(name));

  it('sees in the catalogue just the members it may name', async () => {
    const meta = await server.get('/v1/meta', await server.token(BEARERS[tier]));
    const cubes = meta.body['cubes'] as {
      measures: { name: string }[];
      dimensions: { name: string }[];
      segments: { name: string }[];
    }[];
    const names = cubes.flatMap((cube) => [...cube.measures, ...cube.dimensions, ...cube.segments].map(({ name }) => name));
    await expect(`${names.toSorted().join('\n')}\n`).toMatchFileSnapshot(listOf(tier));
    expect(meta.text).not.toMatch(/aliasMember|"sql"|score_reference|fileName/);
  });

  const ways = Object.entries(WAYS);

  it('is refused every hidden member in every place', async () => {
    const meta = await server.get('/v1/meta', await server.token(BEARERS[tier]));
    const { members } = catalogueOf(meta.body);
    for (const name of hidden) {
      for (const [way, ask] of ways)
        expect(() => assertAnswerable(readQuery(ask(name, allowed)), members), `${name} as ${way}`).toThrow(REFUSAL);
    }
    expect(hidden.length).toBeGreaterThan(50);
  });

  it.each(ways)('is refused over HTTP too, as %s, without the name', async (way, ask) => {
    const token = await server.token(BEARERS[tier]);
    const turn = ways.findIndex(([name]) => name === way);
    for (const name of hidden.filter((_, index) => index % ways.length === turn)) {
      const reply = await server.post('/v1/load', JSON.stringify({ query: ask(name, allowed), queryType: 'multi' }), token);
      expect(reply, name).toMatchObject({ status: 403, body: { error: REFUSAL } });
      expect(reply.text).not.toContain(name);
    }
  });

  it.each(ways)('is stopped by the second wall where the first is missing, as %s', (_way, ask) => {
    const members = new Map(MAY_NAME[tier].map((name) => [name, 'string']));
    const unscoped = hidden.filter((name) => !/^[a-z_]+\.(org_unit|region)_id$/.test(name));
    for (const name of unscoped) expect(isWithin(ask(name, allowed), members, rowScope), name).toBe(false);
    expect(
      isWithin(
        { measures: [allowed], filters: [{ member: 'score_daily.org_unit_id', operator: 'equals', values: ['a.b'] }] },
        members,
        rowScope,
      ),
    ).toBe(true);
  });

  it.each(Object.entries(NEVER))('is refused %s', async (_way, ask) => {
    const token = await server.token(BEARERS[tier]);
    for (const name of ['feedback.order_id', `${tier}_score.promoter_count`, 'score_daily.nps']) {
      const reply = await server.post('/v1/load', JSON.stringify({ query: ask(name, allowed), queryType: 'multi' }), token);
      expect(reply.status, name).toBe(400);
      expect(reply.text).not.toMatch(LEAKS);
    }
  });

  it('may name every member on its list', async () => {
    const views = new Map<string, string[]>();
    for (const name of MAY_NAME[tier]) {
      const view = name.split('.')[0] ?? '';
      views.set(view, [...(views.get(view) ?? []), name]);
    }
    const meta = await server.get('/v1/meta', await server.token(BEARERS[tier]));
    const measures = new Set(
      (meta.body['cubes'] as { measures: { name: string }[] }[]).flatMap((cube) => cube.measures.map(({ name }) => name)),
    );
    for (const names of views.values()) {
      const query = {
        measures: names.filter((name) => measures.has(name)),
        dimensions: names.filter((name) => !measures.has(name)),
      };
      const reply = await server.load(BEARERS[tier], query);
      expect(reply.status, reply.text).toBe(200);
      expect(reply.text).not.toMatch(/score_daily|score_reference|order_daily|invite_daily|"feedback\./);
    }
  });
});

describe('row scope', () => {
  const places = async (claims: Parameters<RunningServer['rows']>[0], view: string, by: string, extra: object = {}) => {
    const rows = await server.rows(claims, { dimensions: [`${view}.${by}`], ...extra });
    return rows.map((row) => row[`${view}.${by}`]).toSorted();
  };

  it.each(['score', 'order', 'invite', 'feedback'])(
    'of %s: a store its own, a manager the region, the company everything',
    async (fact) => {
      expect(await places(BEARERS.frontline, `frontline_${fact}`, 'org_unit_id')).toEqual(['S001']);
      expect(await places(BEARERS.manager, `manager_${fact}`, 'org_unit_id')).toEqual(['S001', 'S002']);
      expect(await places(BEARERS.analyst, `analyst_${fact}`, 'org_unit_id')).toEqual(['S001', 'S002', 'S003', 'S004']);
      if (fact !== 'feedback') expect(await places(BEARERS.executive, `executive_${fact}`, 'org_unit_id')).toHaveLength(4);
    },
  );

  it('of the reference: a store its region, others the company', async () => {
    expect(await places(BEARERS.frontline, 'reference_score', 'region_id')).toEqual(['east']);
    expect(await places(BEARERS.manager, 'reference_score', 'region_id')).toEqual(['east', 'north', 'south']);
    expect(await places(BEARERS.executive, 'reference_score', 'region_id')).toEqual(['east', 'north', 'south']);
  });

  it('of targets: a store its own and its region, others all', async () => {
    expect(await places(BEARERS.frontline, 'reference_target', 'org_unit_id')).toEqual(['S001', 'east']);
    expect(await places(BEARERS.manager, 'reference_target', 'org_unit_id')).toHaveLength(7);
    expect(await places(BEARERS.executive, 'reference_target', 'org_unit_id')).toHaveLength(7);
    const analyst = await server.load(BEARERS.analyst, { dimensions: ['reference_target.target_value'] });
    expect(analyst.status).toBe(403);
  });

  it('holds against a filter for somebody else', async () => {
    const filters = [
      {
        or: [
          { member: 'frontline_score.org_unit_id', operator: 'equals', values: ['S002', 'S003'] },
          { member: 'frontline_score.org_unit_id', operator: 'set' },
        ],
      },
    ];
    expect(await places(BEARERS.frontline, 'frontline_score', 'org_unit_id', { filters })).toEqual(['S001']);
  });

  it('differs between two bearers who ask the same', async () => {
    const query = { measures: ['frontline_order.order_count'] };
    const [one] = await server.rows(BEARERS.frontline, query);
    const [other] = await server.rows({ ...BEARERS.frontline, unit: 'S003', region: 'south' }, query);
    const [again] = await server.rows(BEARERS.frontline, query);
    expect(one).toEqual(again);
    expect(one).not.toEqual(other);
  });

  it('is empty for a unit that is nowhere, and takes a quote in its name', async () => {
    expect(await places({ ...BEARERS.frontline, unit: "S'; drop" }, 'frontline_score', 'org_unit_id')).toEqual([]);
  });
});

it('documents every measure and dimension in both languages', async () => {
  for (const tier of TIERS) {
    const meta = await server.get('/v1/meta', await server.token(BEARERS[tier]));
    const cubes = meta.body['cubes'] as {
      measures: { name: string; meta: object; shortTitle: string }[];
      dimensions: { name: string; meta: object; shortTitle: string }[];
    }[];
    for (const { measures, dimensions } of cubes) {
      const text = expect.stringMatching(/\S/);
      for (const { name, meta: about, shortTitle } of [...measures, ...dimensions]) {
        expect(shortTitle, name).toMatch(/\p{Script=Han}|^NPS/u);
        expect(about, name).toMatchObject({
          title_en: text,
          definition_zh: expect.stringMatching(/\p{Script=Han}/u),
          definition_en: text,
          unit: text,
        });
      }
      for (const { name, meta: about } of measures) {
        expect(about, name).toMatchObject({ population: text, population_zh: text, source: text });
        if (/_ratio$|_(low|high|score|minutes|mean)$|\.(nps|csat|ces)$/.test(name))
          expect(about, name).toMatchObject({ minimum_n: 10 });
        else expect(about, name).not.toHaveProperty('minimum_n');
      }
    }
  }
});

it("is understood by Cube's own client", async () => {
  const client = cubeClient(await server.token(BEARERS.manager), { apiUrl: `${server.address}/v1` });
  const timeDimensions = [
    {
      dimension: 'manager_order.business_date',
      granularity: 'day' as const,
      dateRange: ['2026-11-01', '2026-11-02'] as [string, string],
    },
  ];
  const answer = await client.load({ measures: ['manager_order.order_count'], timeDimensions });
  expect(answer.series()[0]?.series.map(({ x, value }) => [x, value > 0])).toEqual([
    ['2026-11-01T00:00:00.000', true],
    ['2026-11-02T00:00:00.000', true],
  ]);
  const meta = await client.meta();
  expect(meta.resolveMember('manager_score.nps', 'measures')).toMatchObject({
    shortTitle: 'NPS（净推荐值）',
    meta: { title_en: 'NPS' },
  });
  await expect(client.load({ measures: ['analyst_order.order_count'] })).rejects.toMatchObject({ status: 403 });
});
