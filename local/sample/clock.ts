const DAY_MS = 86_400_000;
const SHANGHAI_OFFSET_SECONDS = 8 * 3600;

/** Seconds after business-day midnight (Asia/Shanghai) at which a day's drop is taken: 02:00 on the next morning. */
export const CUT_SECONDS = 26 * 3600;

/** The days of a story, counted from 0, and times in them as seconds after midnight in Shanghai. */
export class StoryClock {
  private readonly firstDayMs: number;
  private readonly prefixes = new Map<number, string>();

  constructor(endDate: string, days: number) {
    const last = Date.parse(`${endDate}T00:00:00Z`);
    if (Number.isNaN(last)) throw new RangeError(`expected an end date like 2026-11-20, not ${endDate}`);
    this.firstDayMs = last - (days - 1) * DAY_MS;
  }

  /** The business day as `2026-11-20`. */
  date(day: number): string {
    return this.prefix(day).slice(0, 10);
  }

  /** 0 is Sunday. */
  weekday(day: number): number {
    return (((this.firstDayMs / DAY_MS + 4 + day) % 7) + 7) % 7;
  }

  /** The UTC instant of a time on a business day's clock; seconds may lie before or after the day. */
  instant(day: number, seconds: number): string {
    const utc = Math.floor(seconds) - SHANGHAI_OFFSET_SECONDS;
    const shift = Math.floor(utc / 86_400);
    const rest = utc - shift * 86_400;
    const hours = Math.floor(rest / 3600);
    const minutes = Math.floor((rest % 3600) / 60);
    return `${this.prefix(day + shift)}${PAD[hours]}:${PAD[minutes]}:${PAD[rest % 60]}Z`;
  }

  private prefix(day: number): string {
    let prefix = this.prefixes.get(day);
    if (prefix === undefined)
      this.prefixes.set(day, (prefix = new Date(this.firstDayMs + day * DAY_MS).toISOString().slice(0, 11)));
    return prefix;
  }
}

const PAD = Array.from({ length: 60 }, (_, i) => String(i).padStart(2, '0'));
