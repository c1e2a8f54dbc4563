import { z } from 'zod';

/** An amount in major units that a vendor writes as text. */
export const decimalText = z
  .string()
  .regex(/^-?\d{1,13}(\.\d{1,6})?$/, 'expected an amount written as text, like "39.95"')
  .transform(Number);

/** The sum of amounts in one currency, without the breath of a float. */
export function sumAmounts(amounts: readonly number[]): number {
  return Math.round(amounts.reduce((sum, amount) => sum + amount, 0) * 100) / 100;
}
