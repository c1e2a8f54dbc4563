import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { identityTruth } from '../../local/sample/identities.ts';
import { FIFTH, makeWorld, type TrueWorld } from './world.ts';

vi.setConfig({ hookTimeout: 120_000 });

let world: TrueWorld;
/** Of every pseudonym that may be in the lake: who goes by it, and which others some record links it to. */
const truth = new Map<string, { person: string | null; linked: string | null }>();

beforeAll(async () => {
  world = await makeWorld({ ...FIFTH, seed: 5, scale: 0.03, stores: 12 });
  for (const { kind, value, person, linked } of identityTruth(world.story)) {
    const key = `${kind} ${world.pseudonymise(kind, value)}`;
    const known = truth.get(key);
    if (known !== undefined && known.person !== person) throw new Error(`${kind} ${value} is ${known.person}’s and ${person}’s`);
    truth.set(key, { person, linked });
  }
  await world.build();
});
afterAll(() => world.remove());

const KINDS = ['phone', 'email', 'unionid', 'alipay', 'member', 'account', 'device', 'cookie'] as const;
const TABLES = ['contact', 'order', 'app_event', 'survey_response', 'ticket', 'campaign_touch'] as const;

describe('identifiers in the lake of a true world', () => {
  test.each(TABLES)('those of %s are all known, and no row has those of two people', async (table) => {
    const columns = KINDS.map((kind) => `${kind}_key`);
    const rows = await world.query(`select distinct ${columns.join(', ')} from stg_${table}`);
    expect(rows.length).toBeGreaterThan(50);
    for (const row of rows) {
      const owners = KINDS.flatMap((kind) => {
        const key = row[`${kind}_key`];
        if (typeof key !== 'string') return [];
        const known = truth.get(`${kind} ${key}`);
        if (known === undefined) throw new Error(`nobody has ${kind} ${key}`);
        return [known.linked];
      });
      expect(new Set(owners.filter((owner) => owner !== null)).size, JSON.stringify(row)).toBeLessThanOrEqual(1);
    }
  });
});

test('app events have the session of their passage, and one of it names the order', async () => {
  const [row] = await world.query(`
    select count(*) as n, count(session_id) as with_session, count(distinct session_id) as sessions,
      count(distinct session_id) filter (where properties like '%order_id%') as ordered
    from stg_app_event where action <> ''`);
  expect(row?.with_session).toEqual(row?.n);
  expect(Number(row?.ordered)).toBeGreaterThan(200);
  expect(Number(row?.sessions)).toBeGreaterThan(Number(row?.ordered));
});
