/** Takes personal values out of what a person wrote. The shape of the text stays, so that it can still be read. */
export function redact(text: string): string {
  if (!MAYBE.test(text)) return text;
  return text
    .replace(EMAIL, '[email]')
    .replace(ID_CARD, (found) => (isIdCard(found) ? '[id card]' : found))
    .replace(MOBILE, '[phone]')
    .replace(BANK_CARD, (found) => (isBankCard(found) ? '[bank card]' : found))
    .replace(PHONE, '[phone]');
}

/** Nearly every text has none: one cheap look for an @ or seven digits, with separators between them. */
const MAYBE = /@|(?:\d[ -]?){7}/;

const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/** Mainland mobile: 11 digits from 13 to 19, with a country code or separators. */
const MOBILE = /(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)/g;

/** Mainland landline with area code, 400 and 800 numbers, and numbers with an international prefix. */
const PHONE = /(?<!\d)(?:0\d{2,3}[ -]?\d{7,8}|[48]00[ -]?\d{3}[ -]?\d{4}|\+\d{1,3}(?:[ -]?\d){7,12})(?!\d)/g;

const ID_CARD = /(?<!\d)\d{17}[\dXx](?!\d)/g;

/** GB 11643: the last sign is the weighted sum of the others, modulo 11. */
function isIdCard(digits: string): boolean {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return '10X98765432'[sum % 11] === digits.at(-1)?.toUpperCase();
}

const BANK_CARD = /(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)/g;

/** ISO/IEC 7812: the Luhn sum is a multiple of ten. */
function isBankCard(found: string): boolean {
  const digits = found.replace(/\D/g, '');
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.at(-1 - i));
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
