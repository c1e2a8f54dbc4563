import type { Catalogue } from '../api/meta.ts';
import type { Language } from '../i18n/language.ts';
import type { Words } from '../i18n/zh.ts';

/** A view in words; its own name when it is new to us. */
export function viewName(words: Words, view: string): string {
  const names: Readonly<Record<string, string>> = words.analyst.viewNames;
  return names[view] ?? view;
}

/** A unit in words; its own name when it is new to us. */
export function unitName(words: Words, unit: string): string {
  const names: Readonly<Record<string, string>> = words.analyst.units;
  return names[unit] ?? unit;
}

/** A member's title in the language, from the catalogue. */
export function titleOf(catalogue: Catalogue, language: Language, member: string): string {
  return catalogue.members.get(member)?.title[language] ?? member;
}
