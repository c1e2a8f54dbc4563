import { z } from 'zod';
import { isoInstant, localInstant } from '../kit/time.ts';

/**
 * A time as the exports of Salesforce write it: `2026-11-05T08:47:10.000Z`, the same with `+0000`, or `2026-11-05 08:47:10` in UTC.
 * https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/datafiles_date_format.htm
 */
export const exportedTime = z.union(
  [
    isoInstant,
    z
      .string()
      .regex(/[+-]\d{4}$/)
      .transform((text) => `${text.slice(0, -2)}:${text.slice(-2)}`)
      .pipe(isoInstant),
    localInstant('UTC'),
  ],
  'expected a time like 2026-11-05T08:47:10.000Z or 2026-11-05 08:47:10',
);

/** The year of a day, written `1990-05-01`, in the Bulk API with a `Z`. */
export const yearOfDay = z
  .string()
  .regex(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])Z?$/, 'expected a day like 1990-05-01')
  .transform((day) => Number(day.slice(0, 4)));

/** Record ids have 15 or 18 letters and digits. */
export const recordId = z
  .string()
  .regex(/^[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?$/, 'expected a record id of 15 or 18 letters and digits');

export const identifier = z.string().max(512);
export const label = z.string().max(1000);
