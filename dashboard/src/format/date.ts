import type { Language } from '../i18n/language.ts';
import type { Span } from '../period/period.ts';
import { localeOf } from './number.ts';

/** `11月15日`, `15 Nov`. */
export function day(language: Language, date: string): string {
  const at = new Date(`${date.slice(0, 10)}T00:00:00Z`);
  if (language === 'zh') return `${at.getUTCMonth() + 1}月${at.getUTCDate()}日`;
  return at.toLocaleDateString(localeOf(language), { day: 'numeric', month: 'short', timeZone: 'UTC' }).replace('Sept', 'Sep');
}

/** `11月9日–15日`, `9–15 Nov`; both months are named when they differ. */
export function days(language: Language, span: Span): string {
  if (span.from === span.to) return day(language, span.to);
  if (span.from.slice(0, 7) !== span.to.slice(0, 7)) return `${day(language, span.from)}–${day(language, span.to)}`;
  const first = Number(span.from.slice(8));
  const last = Number(span.to.slice(8));
  return language === 'zh' ? `${day(language, span.from)}–${last}日` : `${first}–${day(language, span.to)}`;
}

/** Clock time in the reader's own zone: `14:30`. */
export function clock(at: Date): string {
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
}

/** A UTC moment as day and time in the zone of the business; a plain day stays one. */
export function moment(language: Language, at: string, zone = 'Asia/Shanghai'): string {
  if (/^\d{4}-\d\d-\d\d$/.test(at)) return day(language, at);
  const parsed = new Date(/[zZ]|[+-]\d\d:?\d\d$/.test(at) ? at : `${at}Z`);
  if (Number.isNaN(parsed.getTime())) return at;
  const local = parsed.toLocaleString('sv-SE', { timeZone: zone });
  return `${day(language, local)} ${local.slice(11, 16)}`;
}
