import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { identityTruth } from '../../local/sample/identities.ts';
import { pairwise } from './pairwise.ts';
import { FIFTH, makeWorld, type TrueWorld } from './world.ts';

vi.setConfig({ hookTimeout: 120_000 });

let world: TrueWorld;
beforeAll(async () => {
  world = await makeWorld({ ...FIFTH, seed: 11, scale: 0.03, stores: 12 });
  await world.build();
});
afterAll(() => world.remove());

test('contacts are the persons of the sample, as far as some record links their identifiers', async () => {
  const linked = new Map<string, string>();
  for (const { kind, value, linked: group } of identityTruth(world.story))
    if (group !== null) linked.set(`${kind} ${world.pseudonymise(kind, value)}`, group);
  const rows = await world.query(
    `select identifier_kind || ' ' || regexp_replace(identifier_key, '^own/', '') as identifier, contact_id from contact_identifier`,
  );
  const known = rows.flatMap(({ identifier, contact_id }) => {
    const truth = linked.get(String(identifier));
    return truth === undefined ? [] : [{ found: String(contact_id), truth }];
  });
  const { precision, recall, pairs } = pairwise(known);
  console.log(`identity: ${known.length} identifiers, ${pairs} true pairs, precision ${precision}, recall ${recall}`);
  expect(pairs).toBeGreaterThan(5_000);
  expect(precision).toBeGreaterThanOrEqual(0.999);
  expect(recall).toBeGreaterThanOrEqual(0.98);
});

test('planted pairs are one contact where they are one person, and two where they share a phone or a device', async () => {
  const rows = await world.query('select event_id, contact_id from int_contact_record');
  const contactOf = new Map(rows.map(({ event_id, contact_id }) => [String(event_id), String(contact_id)]));
  const joined = world.truth.identities.flatMap(({ household, contacts: [one, other], isOnePerson }) => {
    const [a, b] = [contactOf.get(one), contactOf.get(other)];
    return a === undefined || b === undefined ? [] : [{ household, isOnePerson, isOneContact: a === b }];
  });
  expect(new Set(joined.map(({ household }) => household)).size).toBe(4);
  expect(joined.filter(({ isOnePerson, isOneContact }) => isOnePerson !== isOneContact)).toEqual([]);
});

test('every chain of links came to its end, and no group of several persons was made', async () => {
  expect(await world.query('select * from int_contact_link_5 where left_parent <> right_parent')).toEqual([]);
  expect(await world.query('select * from int_person_link_2 where left_parent <> right_parent')).toEqual([]);
  expect(await world.query('select count(*) as n from contact_evidence where reason = $$group of several persons$$')).toEqual([
    { n: '0' },
  ]);
});
