import { z } from 'zod';
import { EcholakeError } from '../../contracts/errors.ts';
import type { ContactDetails, VaultEntry } from './ports.ts';
import { open, seal } from './seal.ts';

const DETAILS = ['phone', 'email', 'openid'] as const;

const sealed = z.string().optional();

/** A row as it is kept: each detail sealed by itself, so that one can be replaced without opening the others. */
export const vaultRowSchema = z.object({ contact: z.string().min(1), phone: sealed, email: sealed, openid: sealed });

export type VaultRow = z.output<typeof vaultRowSchema>;

export function sealRow({ contact, details }: VaultEntry, key: Uint8Array): VaultRow {
  const row: VaultRow = { contact };
  for (const name of DETAILS) {
    const value = details[name];
    if (value !== undefined) row[name] = seal(value, key);
  }
  return row;
}

/** @throws {EcholakeError} when the key is another than the row was sealed with. */
export function openRow(row: VaultRow, key: Uint8Array): ContactDetails {
  const details = DETAILS.flatMap((name) => {
    const kept = row[name];
    if (kept === undefined) return [];
    const value = open(kept, [key]);
    if (value === undefined)
      throw new EcholakeError('a row of the vault cannot be opened: expected the vault key it was sealed with');
    return [[name, value]];
  });
  return Object.fromEntries(details);
}
