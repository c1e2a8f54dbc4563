import { createContext, type ReactNode, useContext, useMemo } from 'react';
import * as date from '../format/date.ts';
import * as format from '../format/number.ts';
import type { Span } from '../period/period.ts';
import { en } from './en.ts';
import { type Language, named } from './language.ts';
import { zh } from './zh.ts';

/** Words and formats of one language. */
function speechOf(language: Language) {
  return {
    language,
    words: language === 'zh' ? zh : en,
    number: (value: number, decimals = 0) => format.number(language, value, decimals),
    range: (low: number, high: number, decimals = 1) => format.range(language, low, high, decimals),
    bracketed: (text: string) => format.bracketed(language, text),
    shortCount: (value: number) => format.shortCount(language, value),
    money: (value: number, currency: string) => format.money(language, value, currency),
    wholeMoney: (value: number, currency: string) => format.wholeMoney(language, value, currency),
    day: (day: string) => date.day(language, day),
    days: (span: Span) => date.days(language, span),
    moment: (at: string) => date.moment(language, at),
    named: (chinese: string | null, english: string | null) => named(language, chinese, english),
  };
}

export type Speech = ReturnType<typeof speechOf>;

const SpeechContext = createContext<Speech>(speechOf('zh'));

export function Speaking({ language, children }: { language: Language; children: ReactNode }) {
  const speech = useMemo(() => speechOf(language), [language]);
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

export function useSpeech(): Speech {
  return useContext(SpeechContext);
}
