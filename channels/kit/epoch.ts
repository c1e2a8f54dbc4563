import { z } from 'zod';

/** The last second of the year 9999, the last that our contracts can write. */
const LAST_SECOND = 253_402_300_799;

const toInstant = (ms: number) => new Date(ms).toISOString();

/** Whole seconds since 1970, as the UTC instant that our contracts take. */
export const epochSeconds = z
  .int()
  .min(0)
  .max(LAST_SECOND)
  .transform((seconds) => toInstant(seconds * 1000));

/** Whole milliseconds since 1970, as the UTC instant that our contracts take. */
export const epochMs = z
  .int()
  .min(0)
  .max(LAST_SECOND * 1000)
  .transform(toInstant);
