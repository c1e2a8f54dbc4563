import type { Draft } from '../../contracts/event.ts';
import { type IdentifierKind, normaliseIdentifier } from '../../contracts/identifier.ts';
import type { ContactDetails, VaultEntry } from './ports.ts';
import type { Pseudonymise } from './pseudonym.ts';

/** Identifiers by which a person is found again. A device or a cookie may be several people's. */
const KINDS = ['phone', 'email', 'unionid', 'alipay', 'member', 'account'] as const satisfies IdentifierKind[];

/** At this vendor an account is an openid, by which one can be written to. */
const WECHAT = 'wechat';

/**
 * The contact details that one event brings, once under each of its pseudonyms: which of them a later event will carry is not
 * known yet. Who has said not to be contacted gets no row.
 */
export function vaultEntriesOf({ values }: Draft, channel: string, pseudonymise: Pseudonymise): VaultEntry[] {
  if (values['can_contact'] === false) return [];
  const given = (kind: IdentifierKind) => {
    const value = values[`${kind}_key`];
    return typeof value === 'string' ? normaliseIdentifier(kind, value) : null;
  };
  const [phone, email, openid] = [given('phone'), given('email'), channel === WECHAT ? given('account') : null];
  const details: ContactDetails = {
    ...(phone !== null && { phone }),
    ...(email !== null && { email }),
    ...(openid !== null && { openid }),
  };
  if (Object.keys(details).length === 0) return [];
  return KINDS.flatMap((kind) => {
    const value = given(kind);
    const contact = value === null ? null : pseudonymise(kind, value);
    return contact === null ? [] : [{ contact, details }];
  });
}
