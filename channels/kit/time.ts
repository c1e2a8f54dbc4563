import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/** An ISO 8601 time with `Z` or an offset, as the UTC instant that our contracts take. */
export const isoInstant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());

/** A time without zone, written `2018-08-15 11:30:33`, on the clocks of `zone`; as a UTC instant. */
export function localInstant(zone: string) {
  return z.iso
    .datetime({ local: true })
    .or(z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, 'expected a time like 2018-08-15 11:30:33'))
    .transform((text, context) => {
      try {
        return new Date(
          Temporal.PlainDateTime.from(text, { overflow: 'reject' }).toZonedDateTime(zone).epochMilliseconds,
        ).toISOString();
      } catch {
        context.addIssue({ code: 'custom', message: 'expected a time that exists, like 2018-08-15 11:30:33' });
        return z.NEVER;
      }
    });
}

/** No zone changes its offset inside a quarter of an hour. */
const BUCKET_MS = 15 * 60 * 1000;
const MAX_BUCKETS = 100_000;
const offsets = new Map<string, Map<number, number>>();

function offsetMs(zone: string, ms: number): number {
  let buckets = offsets.get(zone);
  if (buckets === undefined || buckets.size > MAX_BUCKETS) offsets.set(zone, (buckets = new Map()));
  const bucket = Math.floor(ms / BUCKET_MS);
  let offset = buckets.get(bucket);
  if (offset === undefined) {
    offset = Temporal.Instant.fromEpochMilliseconds(bucket * BUCKET_MS).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
    buckets.set(bucket, offset);
  }
  return offset;
}

/** The calendar day of a UTC instant on the clocks of `zone`. */
export function businessDate(instant: string, zone: string): string {
  const ms = Date.parse(instant);
  return new Date(ms + offsetMs(zone, ms)).toISOString().slice(0, 10);
}
