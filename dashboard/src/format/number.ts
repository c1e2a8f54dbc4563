import type { Language } from '../i18n/language.ts';

/** BCP 47 tag that `Intl` formats in. */
export function localeOf(language: Language): string {
  return language === 'zh' ? 'zh-CN' : 'en-GB';
}

/** A number with fixed decimals, thousands separated, a true minus sign. */
export function number(language: Language, value: number, decimals = 0): string {
  const rounded = Number(value.toFixed(decimals));
  const text = Math.abs(rounded).toLocaleString(localeOf(language), {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return rounded < 0 ? `−${text}` : text;
}

/** `38.0–41.1`; in words when a bound is negative: `−3.5 至 5.8`. */
export function range(language: Language, low: number, high: number, decimals = 1): string {
  const isNegative = Number(low.toFixed(decimals)) < 0 || Number(high.toFixed(decimals)) < 0;
  const join = isNegative ? (language === 'zh' ? ' 至 ' : ' to ') : '–';
  return `${number(language, low, decimals)}${join}${number(language, high, decimals)}`;
}

/** A range in the language's own brackets, for running text. */
export function bracketed(language: Language, text: string): string {
  return language === 'zh' ? `（${text}）` : `(${text})`;
}

function upTo(language: Language, value: number, decimals: number): string {
  return value.toLocaleString(localeOf(language), { maximumFractionDigits: decimals });
}

/** A large count, short: `31.2 万`, `312k`, `4.12M`. */
export function shortCount(language: Language, value: number): string {
  if (language === 'zh') {
    if (value >= 1e8) return `${upTo(language, value / 1e8, 2)} 亿`;
    return value >= 1e4 ? `${upTo(language, value / 1e4, value >= 1e6 ? 0 : 1)} 万` : number(language, value);
  }
  if (value >= 1e6) return `${upTo(language, value / 1e6, 2)}M`;
  return value >= 1e4 ? `${number(language, value / 1e3)}k` : number(language, value);
}

/** ISO 4217 for "no currency": the order names none. */
export const NO_CURRENCY = 'XXX';

/** How a currency is written before an amount: `¥`, `R$`; nothing where it is not known. */
function signOf(language: Language, currency: string): string {
  if (currency === 'CNY') return '¥';
  if (currency === NO_CURRENCY || !/^[A-Z]{3}$/.test(currency)) return '';
  const parts = new Intl.NumberFormat(localeOf(language), { style: 'currency', currency }).formatToParts(0);
  const sign = parts.find((part) => part.type === 'currency')?.value ?? currency;
  return /^[A-Z]+$/.test(sign) ? `${sign} ` : sign;
}

/** Money, short: `¥312 万`, `R$3.12M`. */
export function money(language: Language, value: number, currency: string): string {
  return `${signOf(language, currency)}${shortCount(language, value)}`;
}

/** Money to the unit: `¥3,120,000`. */
export function wholeMoney(language: Language, value: number, currency: string): string {
  return `${signOf(language, currency)}${number(language, value)}`;
}
