export type Language = 'zh' | 'en';

/** The tag for `<html lang>`. */
export function tagOf(language: Language): string {
  return language === 'zh' ? 'zh-CN' : 'en';
}

/** A thing's name in the reader's language; the Chinese name stands in where there is no English one. */
export function named(language: Language, zh: string | null, en: string | null): string {
  return (language === 'en' ? en || zh : zh || en) ?? '';
}
