import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { localInstant } from '../../../channels/kit/time.ts';

/** Zones, each with a year in which it changed its clocks: by an hour, by half of one, at midnight, by a whole day. */
const ZONES: readonly (readonly [zone: string, year: number])[] = [
  ['Asia/Shanghai', 1986],
  ['America/Sao_Paulo', 2018],
  ['Europe/Berlin', 2018],
  ['America/New_York', 2018],
  ['Australia/Lord_Howe', 2018],
  ['Pacific/Apia', 2011],
];
const pad = (value: number) => String(value).padStart(2, '0');

function byTemporal(text: string, zone: string): string | null {
  try {
    const local = Temporal.PlainDateTime.from(text, { overflow: 'reject' });
    return new Date(local.toZonedDateTime(zone).epochMilliseconds).toISOString();
  } catch {
    return null;
  }
}

describe.each(ZONES)('a local time on the clocks of %s in %s', (zone, year) => {
  const schema = localInstant(zone);
  const instant = (text: string) => schema.safeParse(text).data ?? null;

  it('is the instant that Temporal finds, in every hour of the year', () => {
    const texts = Array.from({ length: 366 * 24 }, (_, hour) =>
      new Date(Date.UTC(year, 0, 1, hour, (hour * 7) % 60, hour % 60)).toISOString().slice(0, 19).replace('T', ' '),
    );
    expect(texts.filter((text) => instant(text) !== byTemporal(text, zone))).toEqual([]);
  });

  it('is taken or refused as Temporal does where it is odd', () => {
    for (const month of [0, 1, 2, 6, 13])
      for (const day of [0, 28, 29, 30, 31, 32])
        for (const time of ['00:00:00', '23:59:59', '23:59:60', '24:00:00', '10:60:00']) {
          const at = `${year}-${pad(month)}-${pad(day)} ${time}`;
          expect(instant(at), at).toBe(byTemporal(at, zone));
        }
  });
});
