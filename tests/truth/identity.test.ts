import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { identityFound, pairsFound } from './identity-found.ts';
import { FIFTH, makeWorld, type TrueWorld } from './world.ts';

vi.setConfig({ hookTimeout: 120_000 });

describe.each([11, 12, 13])('the company of seed %i', (seed) => {
  let world: TrueWorld;
  beforeAll(async () => {
    world = await makeWorld({ ...FIFTH, seed, scale: 0.03, stores: 12 });
    await world.build();
  });
  afterAll(() => world.remove());

  test('contacts are the persons of the sample, as far as some record links their identifiers', async () => {
    const { precision, recall, pairs, identifiers } = await identityFound(world);
    console.log(`identity: ${identifiers} identifiers, ${pairs} true pairs, precision ${precision}, recall ${recall}`);
    expect(pairs).toBeGreaterThan(5_000);
    expect(precision).toBeGreaterThanOrEqual(0.999);
    expect(recall).toBeGreaterThanOrEqual(0.98);
  });

  test('planted pairs are one contact where they are one person, and two where they share a phone or a device', async () => {
    const joined = await pairsFound(world);
    expect(new Set(joined.map(({ household }) => household)).size).toBe(4);
    expect(joined.filter(({ isOnePerson, isOneContact }) => isOnePerson !== isOneContact)).toEqual([]);
  });

  test('every chain of links came to its end, and no group of several persons was made', async () => {
    expect(await world.query('select * from int_contact_link_5 where left_parent <> right_parent')).toEqual([]);
    expect(await world.query('select * from int_person_link_3 where left_parent <> right_parent')).toEqual([]);
    expect(await world.query('select count(*) as n from contact_evidence where reason = $$group of several persons$$')).toEqual([
      { n: '0' },
    ]);
  });
});
