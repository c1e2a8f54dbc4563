import { z } from 'zod';
import { localInstant } from '../kit/time.ts';

/** Zone of the dataset's clocks: Olist is a company in Curitiba, and its times carry no offset. */
const ZONE = 'America/Sao_Paulo';

export { ZONE as zone };

/** What the dataset knows is of this day: the last purchase in it. Records without a time of their own count from here. */
export const SNAPSHOT_AT = '2018-10-17T20:30:18.000Z';

/** An id is a hash of 32 hex digits. */
export const hashId = z.string().regex(/^[0-9a-f]{32}$/, 'expected 32 hex digits');

const blankToNull = <S extends z.ZodType>(schema: S) => z.preprocess((value) => (value === '' ? null : value), schema.nullable());

export const time = localInstant(ZONE);
export const optionalTime = blankToNull(time);
export const label = z.string().min(1, 'expected a text').max(500);
export const optionalText = blankToNull(z.string().max(20_000));

/** A whole number in decimal digits. */
export const whole = z
  .string()
  .regex(/^-?\d{1,15}$/, 'expected a whole number')
  .transform(Number);

export const optionalWhole = blankToNull(whole);

/** Money in reais, with a point and at most two decimals. */
export const reais = z
  .string()
  .regex(/^-?\d{1,13}(\.\d{1,2})?$/, 'expected an amount like 39.95')
  .transform(Number);

export const real = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/, 'expected a number')
  .transform(Number);
