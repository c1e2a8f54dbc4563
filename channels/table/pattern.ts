import { Temporal } from 'temporal-polyfill';
import { settledInstant } from '../kit/time.ts';

const UNITS = {
  yyyy: 'year',
  MM: 'month',
  M: 'month',
  dd: 'day',
  d: 'day',
  HH: 'hour',
  H: 'hour',
  mm: 'minute',
  ss: 'second',
} as const;
const TOKEN = /yyyy|MM?|dd?|HH?|mm|ss/g;
const EPOCHS: Readonly<Record<string, number>> = { epoch_s: 1000, epoch_ms: 1 };

/** Whether a text says how a time is written: at least its day, each part once. */
export function isPattern(format: string): boolean {
  if (format in EPOCHS) return true;
  const units = (format.match(TOKEN) ?? []).map(unitOf);
  return new Set(units).size === units.length && ['year', 'month', 'day'].every((unit) => units.some((known) => known === unit));
}

const compiled = new Map<string, { readonly pattern: RegExp; readonly units: readonly (typeof UNITS)[keyof typeof UNITS][] }>();

function compile(format: string) {
  let known = compiled.get(format);
  if (known === undefined) {
    const units: (typeof UNITS)[keyof typeof UNITS][] = [];
    const source = format.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(TOKEN, (token) => {
      units.push(unitOf(token));
      return token.length === 1 ? '(\\d{1,2})' : `(\\d{${token.length}})`;
    });
    compiled.set(format, (known = { pattern: new RegExp(`^${source}$`), units }));
  }
  return known;
}

const isToken = (text: string): text is keyof typeof UNITS => text in UNITS;
const unitOf = (token: string) => (isToken(token) ? UNITS[token] : 'year');

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/**
 * A cell as a UTC instant. Without a format ISO 8601 is read, with a blank for the T too; a time without offset, and a bare day, are on
 * the clocks of `zone`. Null when it is no such time.
 */
export function instantOf(cell: string, zone: string, format?: string): string | null {
  const unit = EPOCHS[format ?? ''];
  if (unit !== undefined) return /^\d{1,16}(?:\.\d+)?$/.test(cell) ? isoOf(Math.round(Number(cell) * unit)) : null;
  if (format === undefined) {
    const [, year, month, day, hour, minute, second, offset] = ISO.exec(cell) ?? [];
    if (year === undefined) return null;
    const local = zoned({ year, month, day, hour, minute, second }, zone);
    return offset === undefined ? local : local === null ? null : isoOf(Date.parse(cell.replace(' ', 'T')));
  }
  const { pattern, units } = compile(format);
  const match = pattern.exec(cell);
  if (match === null) return null;
  return zoned(Object.fromEntries(units.map((name, i) => [name, match[i + 1]])), zone);
}

function zoned(parts: Readonly<Record<string, string | undefined>>, zone: string): string | null {
  const digits = (name: string) => (parts[name] ?? '').padStart(2, '0');
  const date = `${digits('year')}-${digits('month')}-${digits('day')}`;
  const settled = settledInstant(`${date} ${digits('hour')}:${digits('minute')}:${digits('second')}`, zone);
  if (settled !== null) return settled;
  const number = (name: string) => Number(parts[name] ?? 0);
  try {
    const time = Temporal.PlainDateTime.from(
      {
        year: number('year'),
        month: number('month'),
        day: number('day'),
        hour: number('hour'),
        minute: number('minute'),
        second: number('second'),
      },
      { overflow: 'reject' },
    );
    return isoOf(time.toZonedDateTime(zone).epochMilliseconds);
  } catch {
    return null;
  }
}

function isoOf(ms: number): string | null {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
