/** First two digits of a resident's id card: the province (GB/T 2260). */
const PROVINCES = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/;

/** A mainland id card (GB 11643): province, a birthday, and a last sign that is the weighted sum of the others, modulo 11. */
export function isIdCard(digits: string): boolean {
  if (digits.length !== 18 || !PROVINCES.test(digits) || !isBirthday(digits.slice(6, 14))) return false;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0);
  return '10X98765432'[sum % 11] === digits.at(-1)?.toUpperCase();
}

function isBirthday(digits: string): boolean {
  const [, year, month, day] = /^((?:19|20)\d\d)(\d\d)(\d\d)$/.exec(digits) ?? [];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
}

/**
 * How the networks' card numbers begin, with their lengths: UnionPay, Visa, Mastercard, American Express, JCB, Diners, Discover,
 * and the older cards of Chinese banks. Without it one order number in ten of that length would pass the checksum.
 */
const CARDS =
  /^(?:62\d{14,17}|81\d{14,17}|4\d{12}(?:\d{3}|\d{6})?|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|35\d{14}|3(?:0[0-5]|[689]\d)\d{11}|6(?:011|4[4-9]\d|5\d\d)\d{12}|9558\d{15}|60[13]\d{13,16})$/;

/** A bank card: begins as a network's, and its Luhn sum (ISO/IEC 7812) is a multiple of ten. */
export function isBankCard(digits: string): boolean {
  if (!CARDS.test(digits)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.at(-1 - i));
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** A social security number as the SSA gives them out: no area 000, 666 or 9xx, no group 00, no serial 0000. */
export function isSsn(digits: string): boolean {
  return /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(digits);
}
