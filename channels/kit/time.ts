import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/** An ISO 8601 time with `Z` or an offset, as the UTC instant that our contracts take. */
export const isoInstant = z.iso
  .datetime({ offset: true })
  .transform((text) => (IN_UTC.test(text) ? text : new Date(text).toISOString()));

/** Already as the contracts take it, which spares a Date for most times of most records. */
const IN_UTC = /^.{19}(\.\d{3})?Z$/;

/** A time without zone, written `2018-08-15 11:30:33`, on the clocks of `zone`; as a UTC instant. */
export function localInstant(zone: string) {
  return z
    .union(
      [z.iso.datetime({ local: true }), z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)],
      'expected a time like 2018-08-15 11:30:33',
    )
    .transform((text, context) => {
      const settled = settledInstant(text, zone);
      if (settled !== null) return settled;
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

/** A stretch of time in which a zone keeps its offset. */
interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly offsetMs: number;
}

const stretches = new Map<string, Stretch[]>();

/** The stretch that a moment is in. Zones change their offset twice a year at most, so nearly every call finds it known. */
function stretchOf(zone: string, ms: number): Stretch {
  let known = stretches.get(zone);
  if (known === undefined) stretches.set(zone, (known = []));
  let stretch = known.find(({ from, until }) => from <= ms && ms < until);
  if (stretch === undefined) known.push((stretch = stretchAt(zone, ms)));
  return stretch;
}

/**
 * The instant of a local time like `2018-08-15 11:30:33`, when no change of the clocks is near which could leave it out or have it twice; by
 * arithmetic, at a tenth of what Temporal takes. Null for any other time, also one that does not exist.
 */
export function settledInstant(text: string, zone: string): string | null {
  if (text.length !== TO_THE_SECOND.length) return null;
  const iso = `${text.slice(0, 10)}T${text.slice(11)}.000Z`;
  const asUtc = Date.parse(iso);
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString() !== iso) return null;
  const { from, until, offsetMs } = stretchOf(zone, asUtc);
  const ms = asUtc - offsetMs;
  return ms - 2 * DAY_MS > from && ms + 2 * DAY_MS < until ? new Date(ms).toISOString() : null;
}

const TO_THE_SECOND = '2018-08-15 11:30:33';

function stretchAt(zone: string, ms: number): Stretch {
  const at = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
  return {
    from: at.add({ nanoseconds: 1 }).getTimeZoneTransition('previous')?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    until: at.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offsetMs: at.offsetNanoseconds / 1e6,
  };
}

/** The calendar day of a UTC instant on the clocks of `zone`. */
export function businessDate(instant: string, zone: string): string {
  const ms = Date.parse(instant);
  const day = Math.floor((ms + stretchOf(zone, ms).offsetMs) / DAY_MS);
  let text = days.get(day);
  if (text === undefined) {
    if (days.size === MOST_DAYS) days.clear();
    days.set(day, (text = new Date(day * DAY_MS).toISOString().slice(0, 10)));
  }
  return text;
}

const DAY_MS = 86_400_000;
/** Days since 1970 as they are written: records of a file are of few days, and writing one costs more than all else here. */
const days = new Map<number, string>();
const MOST_DAYS = 10_000;
