import { identityTruth } from '../../local/sample/identities.ts';
import { pairwise } from './pairwise.ts';
import type { TrueWorld } from './world.ts';

/** How far the contacts of a built world are its persons, as far as some record links their identifiers. */
export async function identityFound(world: TrueWorld) {
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
  return { ...pairwise(known), identifiers: known.length };
}

/** The planted pairs of customer records that came in: whether they are one person, and whether they are one contact. */
export async function pairsFound(world: TrueWorld) {
  const rows = await world.query('select event_id, contact_id from int_contact_record');
  const contactOf = new Map(rows.map(({ event_id, contact_id }) => [String(event_id), String(contact_id)]));
  return world.truth.identities.flatMap(({ household, contacts: [one, other], isOnePerson }) => {
    const [a, b] = [contactOf.get(one), contactOf.get(other)];
    return a === undefined || b === undefined ? [] : [{ household, isOnePerson, isOneContact: a === b }];
  });
}
