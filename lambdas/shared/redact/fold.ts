/** A text in one spelling, and where each of its units stood before. */
export interface Folded {
  readonly text: string;
  /** Index in the original of each unit of `text`, and one more for its end. Null when nothing was changed. */
  readonly from: readonly number[] | null;
}

/** Signs that are not seen, marks that ride on a digit, and spaces that are no plain one. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}|\p{Me}/u;
const SPACE = /[\t\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/;
const DASH = /[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D\u30FC\uFF5E\u301C~]/;
const DOT = /[\u00B7\u2022\u2027\u2219\u22C5\u30FB\uFF65]/;

/**
 * Full-width, circled, superscript and styled letters and digits become plain ones, digits of other scripts too; unseen signs
 * go; dashes and spaces become one of each. What a person disguised, or an input method, is then found as if plain.
 */
export function fold(original: string): Folded {
  let text = '';
  const from: number[] = [];
  let at = 0;
  for (const sign of original) {
    const plain = plainOf(sign);
    for (let i = 0; i < plain.length; i++) from.push(at + Math.min(i, sign.length - 1));
    text += plain;
    at += sign.length;
  }
  from.push(at);
  return { text, from };
}

function plainOf(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x80) return sign === '~' ? '-' : sign === '\t' ? ' ' : sign;
  if (UNSEEN.test(sign)) return '';
  if (SPACE.test(sign)) return ' ';
  if (DASH.test(sign)) return '-';
  if (DOT.test(sign)) return '·';
  if (code >= 0x3400 && code <= 0x9fff) return sign;
  const normal = sign.normalize('NFKC');
  if (normal.length === 1 && normal.charCodeAt(0) < 0x80) return normal;
  const digit = digitOf(code);
  return digit === null ? sign : String(digit);
}

/** Unicode lays out each script's digits ten in a row; the first of each row, up to the Basic Multilingual Plane's end. */
const ZEROS = [
  0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66, 0x0e50, 0x0ed0, 0x0f20, 0x1040,
  0x17e0, 0x1810,
];

function digitOf(code: number): number | null {
  const zero = ZEROS.find((first) => code >= first && code < first + 10);
  return zero === undefined ? null : code - zero;
}

/** Chinese numerals, the financial forms too, by the digit that a phone number read aloud is written with. */
const NUMERALS: Readonly<Record<string, string>> = Object.fromEntries(
  ['零〇○洞', '一壹幺弌', '二贰貳', '三叁參', '四肆', '五伍', '六陆陸', '七柒', '八捌', '九玖'].flatMap((signs, digit) =>
    signs.split('').map((sign) => [sign, String(digit)]),
  ),
);

const NUMERAL = new RegExp(`[${Object.keys(NUMERALS).join('')}]`, 'g');

/** The signs that {@link withDigits} turns into digits. */
export const NUMERAL_SIGNS = Object.keys(NUMERALS).join('');

/** The same text, unit for unit, with Chinese numerals as digits. */
export function withDigits(text: string): string {
  return text.replace(NUMERAL, (sign) => NUMERALS[sign] ?? sign);
}
