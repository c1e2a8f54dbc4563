import type { Draft } from '../../contracts/event.ts';
import { type IdentifierKind, normaliseIdentifier } from '../../contracts/identifier.ts';
import type { Attributes, ContactDetails, VaultEntry } from './ports.ts';
import type { Pseudonymise } from './pseudonym.ts';

/** Identifiers by which a person is found again. A device or a cookie may be several people's. */
const KINDS = ['phone', 'email', 'unionid', 'alipay', 'member', 'account'] as const satisfies IdentifierKind[];

/** At this vendor an account is an openid, by which one can be written to. */
const WECHAT = 'wechat';

/** Columns of a contact that a listening rule may ask about. None names the person. */
export const ATTRIBUTES = [
  'can_contact',
  'home_org_unit_id',
  'life_stage',
  'member_tier',
  'companions',
  'birth_year',
  'city',
  'region',
  'language',
];

/**
 * The contact details that one event brings, once under each of its pseudonyms: which of them a later event will carry is not
 * known yet. Of whom has said not to be contacted only that is kept.
 */
export function vaultEntriesOf(
  { contract, occurrence, values }: Draft,
  channel: string,
  pseudonymise: Pseudonymise,
): VaultEntry[] {
  const given = (kind: IdentifierKind) => {
    const value = values[`${kind}_key`];
    return typeof value === 'string' ? normaliseIdentifier(kind, value) : null;
  };
  const [phone, email, openid] = [given('phone'), given('email'), channel === WECHAT ? given('account') : null];
  const attributes = contract.table === 'contact' ? attributesOf(values) : {};
  const hasRefused = attributes['can_contact'] === false;
  const details: ContactDetails = {
    ...(!hasRefused && phone !== null && { phone }),
    ...(!hasRefused && email !== null && { email }),
    ...(!hasRefused && openid !== null && { openid }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
  };
  if (Object.keys(details).length === 0) return [];
  // A version is mostly the time of an update; where it is a counter it is far below any time.
  const version = Math.max(occurrence.version, Date.parse(occurrence.occurredAt));
  return KINDS.flatMap((kind) => {
    const value = given(kind);
    const contact = value === null ? null : pseudonymise(kind, value);
    return contact === null ? [] : [{ contact, version, details }];
  });
}

function attributesOf(values: Draft['values']): Attributes {
  const given = ATTRIBUTES.flatMap((name) => {
    const value = values[name];
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[name, value]] : [];
  });
  return Object.fromEntries(given);
}
