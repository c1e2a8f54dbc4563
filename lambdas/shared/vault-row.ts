import { z } from 'zod';
import { EcholakeError } from '../../contracts/errors.ts';
import type { ContactDetails, VaultEntry } from './ports.ts';
import { open, seal } from './seal.ts';

const DETAILS = ['phone', 'email', 'openid'] as const;

const sealed = z.string().optional();

/** A row as it is kept: each detail sealed by itself, so that one can be replaced without opening the others. */
export const vaultRowSchema = z.object({
  contact: z.string().min(1),
  phone: sealed,
  email: sealed,
  openid: sealed,
  attributes: sealed,
});

const attributesSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

export type VaultRow = z.output<typeof vaultRowSchema>;

export function sealRow({ contact, details }: VaultEntry, key: Uint8Array): VaultRow {
  const row: VaultRow = { contact };
  for (const name of DETAILS) {
    const value = details[name];
    if (value !== undefined) row[name] = seal(value, key);
  }
  if (details.attributes !== undefined) row.attributes = seal(JSON.stringify(details.attributes), key);
  return row;
}

/** @throws {EcholakeError} when the key is another than the row was sealed with. */
export function openRow(row: VaultRow, key: Uint8Array): ContactDetails {
  const opened = (kept: string) => {
    const value = open(kept, [key]);
    if (value === undefined)
      throw new EcholakeError('a row of the vault cannot be opened: expected the vault key it was sealed with');
    return value;
  };
  const details = DETAILS.flatMap((name) => {
    const kept = row[name];
    return kept === undefined ? [] : [[name, opened(kept)]];
  });
  const attributes =
    row.attributes === undefined ? {} : { attributes: attributesSchema.parse(JSON.parse(opened(row.attributes))) };
  return { ...Object.fromEntries(details), ...attributes };
}
