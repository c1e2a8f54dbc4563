import { describe, expect, it } from 'vitest';
import * as date from '../../dashboard/src/format/date.ts';
import { bracketed, money, number, range, shortCount, wholeMoney } from '../../dashboard/src/format/number.ts';

describe('numbers', () => {
  it('have a true minus, thousands and fixed decimals', () => {
    expect(number('zh', -1234.56, 1)).toBe('−1,234.6');
    expect(number('en', 312480)).toBe('312,480');
  });

  it('are never minus nothing', () => {
    expect(number('en', -0.04, 1)).toBe('0.0');
  });

  it('join a range with a dash, or in words when a bound is negative', () => {
    expect(range('zh', 38, 41.1)).toBe('38.0–41.1');
    expect(range('zh', -3.5, 5.8)).toBe('−3.5 至 5.8');
    expect(range('en', -3.5, 5.8)).toBe('−3.5 to 5.8');
    expect(bracketed('zh', range('zh', 38, 41.1))).toBe('（38.0–41.1）');
  });

  it('are short in each language’s own way', () => {
    expect(shortCount('zh', 4_120_000)).toBe('412 万');
    expect(shortCount('en', 4_120_000)).toBe('4.12M');
    expect(shortCount('zh', 96_400)).toBe('9.6 万');
    expect(shortCount('en', 9_640)).toBe('9,640');
  });

  it('carry the sign of their own currency, and none where it is not known', () => {
    expect(money('zh', 3_120_000, 'CNY')).toBe('¥312 万');
    expect(money('en', 3_120_000, 'CNY')).toBe('¥3.12M');
    expect(money('zh', 3_120_000, 'BRL')).toBe('R$312 万');
    expect(wholeMoney('en', 3_120_000, 'BRL')).toBe('R$3,120,000');
    expect(money('en', 3_120_000, 'JPY')).toBe('JP¥3.12M');
    expect(money('zh', 3_120_000, 'CHF')).toBe('CHF 312 万');
    expect(money('en', 3_120_000, 'XXX')).toBe('3.12M');
    expect(money('en', 3_120_000, 'not a code')).toBe('3.12M');
  });
});

describe('dates', () => {
  it('name the month once inside one month', () => {
    const span = { from: '2026-11-09', to: '2026-11-15' };
    expect(date.days('zh', span)).toBe('11月9日–15日');
    expect(date.days('en', span)).toBe('9–15 Nov');
    expect(date.days('en', { from: '2026-10-30', to: '2026-11-15' })).toBe('30 Oct–15 Nov');
    expect(date.days('zh', { from: '2026-11-15', to: '2026-11-15' })).toBe('11月15日');
  });

  it('abbreviate September as the other months', () => {
    expect(date.day('en', '2026-09-07')).toBe('7 Sep');
  });

  it('show a UTC moment in the zone of the business, with or without its Z', () => {
    expect(date.moment('zh', '2026-11-18T16:30:00.000')).toBe('11月19日 00:30');
    expect(date.moment('en', '2026-11-18T06:30:00Z')).toBe('18 Nov 14:30');
    expect(date.moment('en', '2026-11-18')).toBe('18 Nov');
  });
});
