import { z } from 'zod';
import { EcholakeError } from '../../contracts/errors.ts';
import type { ContactDetails, VaultEntry } from './ports.ts';
import { open, seal } from './seal.ts';

const FIELDS = ['phone', 'email', 'openid', 'attributes'] as const;

const sealed = z.string().optional();
const version = z.number().optional();

/** A row as it is kept: each field sealed by itself and with its version, so that one can be replaced without opening the others. */
export const vaultRowSchema = z.object({
  contact: z.string().min(1),
  phone: sealed,
  phone_version: version,
  email: sealed,
  email_version: version,
  openid: sealed,
  openid_version: version,
  attributes: sealed,
  attributes_version: version,
});

const attributesSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

export type VaultRow = z.output<typeof vaultRowSchema>;

export function sealRow({ contact, version, details }: VaultEntry, key: Uint8Array): VaultRow {
  const row: VaultRow = { contact };
  for (const field of FIELDS) {
    const value = details[field];
    if (value === undefined) continue;
    row[field] = seal(typeof value === 'string' ? value : JSON.stringify(value), key);
    row[`${field}_version`] = version;
  }
  return row;
}

/** One row of several of a contact, oldest first: of each field the highest version, and of equal ones the later. */
export function newest(rows: readonly VaultRow[]): VaultRow | null {
  const [first] = rows;
  if (first === undefined) return null;
  const sum: VaultRow = { contact: first.contact };
  for (const row of rows) {
    for (const field of FIELDS) {
      const given = row[`${field}_version`] ?? 0;
      if (row[field] === undefined || given < (sum[`${field}_version`] ?? 0)) continue;
      sum[field] = row[field];
      sum[`${field}_version`] = given;
    }
  }
  return sum;
}

/**
 * What a row holds, an entry a field.
 * @throws {EcholakeError} when the key is another than the row was sealed with.
 */
export function openEntries(row: VaultRow, key: Uint8Array): VaultEntry[] {
  return FIELDS.flatMap((field) => {
    const kept = row[field];
    if (kept === undefined) return [];
    const value = open(kept, [key]);
    if (value === undefined)
      throw new EcholakeError('a row of the vault cannot be opened: expected the vault key it was sealed with');
    const details = { [field]: field === 'attributes' ? attributesSchema.parse(JSON.parse(value)) : value };
    return [{ contact: row.contact, version: row[`${field}_version`] ?? 0, details }];
  });
}

/** What all entries of one contact say together. */
export function detailsOf(entries: readonly VaultEntry[]): ContactDetails {
  return Object.assign({}, ...entries.map(({ details }) => details));
}
