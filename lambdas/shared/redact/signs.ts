import { NUMERAL_SIGNS } from './fold.ts';

/** What is to be seen in a text. A rule is asked only when what it needs is there. */
export const SIGNS = {
  at: 1,
  digit: 2,
  /** A Chinese numeral. */
  numeral: 4,
  /** Last sign of a form of address, or of a word that a name follows. */
  address: 8,
  /** Last sign of a word for a street or a building. */
  street: 16,
  /** First sign of a number plate. */
  province: 32,
  latin: 64,
  /** Something that `fold` would change. */
  odd: 128,
  /** Seven digits or numerals, not far from each other. */
  number: 256,
} as const;

/** Digits this far apart are still one number: separators, and unseen signs between them. */
const GAP = 8;
const LEAST_DIGITS = 7;

/** Small, so that it stays in the processor's cache. */
const SIGN_OF = new Uint8Array(0x10000);
const mark = (signs: string, bits: number) => {
  for (const sign of signs) SIGN_OF[sign.charCodeAt(0)] = (SIGN_OF[sign.charCodeAt(0)] ?? 0) | bits;
};
const markRange = (first: number, last: number, bits: number) => {
  for (let code = first; code <= last; code++) SIGN_OF[code] = (SIGN_OF[code] ?? 0) | bits;
};
mark('@', SIGNS.at);
mark('＠', SIGNS.at | SIGNS.odd);
mark('0123456789', SIGNS.digit);
mark(NUMERAL_SIGNS, SIGNS.numeral);
mark('生士姐太人师傅理长管班员手姨哥叔奶爷授学名叫', SIGNS.address);
mark('路街巷弄道同栋幢楼座元', SIGNS.street);
mark('京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼', SIGNS.province);
markRange(0x41, 0x5a, SIGNS.latin);
markRange(0x61, 0x7a, SIGNS.latin);
markRange(0xff21, 0xff3a, SIGNS.latin | SIGNS.odd);
markRange(0xff41, 0xff5a, SIGNS.latin | SIGNS.odd);
for (let code = 0x80; code < 0x10000; code++) {
  const sign = String.fromCharCode(code);
  // Digits in any dress. The high half of a pair may begin one of the styled digits beyond the plane.
  if (/[\p{Nd}\p{No}]/u.test(sign) || code === 0xd835 || code === 0xd83e) markRange(code, code, SIGNS.digit | SIGNS.odd);
}
for (const [first, last] of [
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x180b, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xa0, 0xa0],
  [0x2000, 0x200a],
  [0x3000, 0x3000],
  [0x2010, 0x2015],
  [0x2212, 0x2212],
  [0xff0b, 0xff0b],
  [0xff0d, 0xff0e],
  [0xff08, 0xff09],
] as const)
  markRange(first, last, SIGNS.odd);
mark('\t~～ー〜・•', SIGNS.odd);

/** One pass over a text, some nanoseconds a sign: nearly every text is found to need nothing more. */
export function signsOf(text: string): number {
  let seen = 0;
  let digits = 0;
  let last = -GAP;
  for (let i = 0; i < text.length; i++) {
    const bits = SIGN_OF[text.charCodeAt(i)] ?? 0;
    if (bits === 0) continue;
    seen |= bits;
    if ((bits & (SIGNS.digit | SIGNS.numeral)) === 0) continue;
    digits = i - last <= GAP ? digits + 1 : 1;
    last = i;
    if (digits >= LEAST_DIGITS) seen |= SIGNS.number;
  }
  return seen;
}
