import { useSearchParams } from 'wouter';
import type { Language } from '../i18n/language.ts';
import { PERIODS, type Period } from '../period/period.ts';

type Theme = 'light' | 'dark';

/** What of a page's state lives in its address, so that a link shows what its sender saw. */
export interface Address {
  readonly period: Period;
  /** A region or store chosen inside the person's own scope. */
  readonly unit: string | null;
  readonly language: Language;
  /** Null follows the machine. */
  readonly theme: Theme | null;
  /** The analyst's query, as JSON. */
  readonly query: string | null;
}

export type Change = Partial<{ [K in keyof Address]: Address[K] | null }>;

const KEYS = { period: 'period', unit: 'unit', language: 'lang', theme: 'theme', query: 'q' } as const;

export function readAddress(params: URLSearchParams, browserLanguage: string): Address {
  const days = Number(/^(\d+)d$/.exec(params.get(KEYS.period) ?? '')?.[1]);
  const lang = params.get(KEYS.language);
  const theme = params.get(KEYS.theme);
  return {
    period: PERIODS.find((period) => period === days) ?? 28,
    unit: params.get(KEYS.unit),
    language: lang === 'zh' || lang === 'en' ? lang : browserLanguage.startsWith('zh') ? 'zh' : 'en',
    theme: theme === 'light' || theme === 'dark' ? theme : null,
    query: params.get(KEYS.query),
  };
}

/** The parameters after a change; null takes one out. */
export function changed(params: URLSearchParams, change: Change): URLSearchParams {
  const next = new URLSearchParams(params);
  const put = (key: string, value: string | null | undefined) => {
    if (value === null) next.delete(key);
    else if (value !== undefined) next.set(key, value);
  };
  put(KEYS.period, change.period ? `${change.period}d` : change.period);
  put(KEYS.unit, change.unit);
  put(KEYS.language, change.language);
  put(KEYS.theme, change.theme);
  put(KEYS.query, change.query);
  return next;
}

/** The address and how to change it. A change replaces the entry in the history only when asked to. */
export function useAddress() {
  const [params, setParams] = useSearchParams();
  return {
    address: readAddress(params, navigator.language),
    change: (change: Change, options: { replace?: boolean } = {}) => setParams((now) => changed(now, change), options),
    hrefWith: (change: Change) => `?${changed(params, change)}`,
  };
}
