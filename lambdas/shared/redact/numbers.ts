import { isBankCard, isIdCard, isSsn } from './checks.ts';
import { withDigits } from './fold.ts';
import type { Label, Work } from './work.ts';

/** Digits as a person groups them: with blanks, hyphens, dots or brackets between, at most three at a time. */
const RUN = /[+(]{0,2}\d(?:[ ()·._/-]{0,3}\d)*(?:[ -]?[Xx](?![A-Za-z]))?/g;

/** A stretch of digits within a run, and what stands before it. */
interface Group {
  readonly digits: string;
  readonly before: string;
  readonly from: number;
  readonly to: number;
  /** How many digits of the run come before it, and before what follows it. */
  readonly digitsFrom: number;
  readonly digitsTo: number;
}

/** How much of what stands before a number is looked at for a word that tells what it is. */
const LEAD = 40;

/** More groups than this are a list of numbers, and no identifier is a part of it that long. */
const MAX_GROUPS = 20;
const LEAST_DIGITS = 7;
const MOST_DIGITS = 22;

/** Phone numbers, id cards, bank cards and social security numbers, however they are grouped, in digits or in Chinese numerals. */
export function takeNumbers(work: Work): void {
  takeRuns(work, work.text, identify);
  const read = withDigits(work.text);
  if (read !== work.text) takeRuns(work, read, identifyRead);
}

/** `lead` is called for what stands before, when nothing else decides. */
type Identify = (digits: string, groups: readonly Group[], lead: () => string) => Label | null;

function takeRuns(work: Work, text: string, identify: Identify): void {
  for (const match of text.matchAll(RUN)) {
    const { length } = match[0].replace(/\D/g, '');
    if (length < LEAST_DIGITS) continue;
    takeRun(work, groupsOf(match[0], match.index), text, identify);
  }
}

function takeRun(work: Work, groups: readonly Group[], text: string, identify: Identify): void {
  const all = groups.map(({ digits }) => digits).join('');
  for (let first = 0; first < groups.length; first++) {
    for (let last = Math.min(groups.length, first + MAX_GROUPS) - 1; last >= first; last--) {
      const digits = all.slice(groups[first]?.digitsFrom, groups[last]?.digitsTo);
      if (digits.length < LEAST_DIGITS || digits.length > MOST_DIGITS) continue;
      const part = groups.slice(first, last + 1);
      const from = part[0]?.from ?? 0;
      const label = identify(digits, part, () => text.slice(Math.max(0, from - LEAD), from));
      if (label === null) continue;
      work.take(from, part.at(-1)?.to ?? from, label);
      first = last;
      break;
    }
  }
}

/** The plus sign and the bracket before the first digit belong to it. */
function groupsOf(run: string, start: number): Group[] {
  let count = 0;
  return [...run.matchAll(/([^\dXx]*)(\d+(?:[ -]?[Xx])?)/g)].map((match) => {
    const [whole, before = '', written = ''] = match;
    const to = start + match.index + whole.length;
    const plus = match.index === 0 ? before.length : 0;
    const digits = written.replace(/[ -]/g, '');
    const digitsFrom = count;
    count += digits.length;
    return { digits, before, from: to - written.length - plus, to, digitsFrom, digitsTo: count };
  });
}

function identify(digits: string, groups: readonly Group[], lead: () => string): Label | null {
  if (digits.length === 18 && isIdCard(digits)) return 'id card';
  if (/\D/.test(digits)) return null;
  if (digits.length >= 13 && isBankCard(digits) && isCardGrouping(groups) && !ORDER_WORD.test(lead())) return 'bank card';
  if (isMobile(digits, groups) || isLandline(digits, groups) || isAbroad(digits, groups)) return 'phone';
  if (isNorthAmerican(digits, groups, lead)) return 'phone';
  if (digits.length === 9 && isSsn(digits)) {
    if (sizesOf(groups) === '3,2,4' && betweenOf(groups).every((sign) => sign === '-')) return 'ssn';
    if (/(?:ssn|social security)[^\d]{0,20}$/i.test(lead())) return 'ssn';
  }
  if (digits.length <= 12 && isRegular(groups) && PHONE_WORD.test(lead())) return 'phone';
  return null;
}

/** A number read out in Chinese numerals, whole or in part. Words around it may end in a numeral too, so it is looked for within. */
function identifyRead(digits: string, groups: readonly Group[], lead: () => string): Label | null {
  const label = identify(digits, groups, lead);
  if (label !== null) return label;
  return digits.length <= 16 && /1[3-9]\d{9}/.test(digits) && isRegular(groups) ? 'phone' : null;
}

/** What stands between the groups. */
const betweenOf = (groups: readonly Group[]) => groups.slice(1).map(({ before }) => before.trim());
const sizesOf = (groups: readonly Group[]) => groups.map(({ digits }) => digits.length).join(',');

/** Grouped as people group one number, and not a row of prices: in threes and more, digit by digit, or in pairs after the first. */
function isRegular(groups: readonly Pick<Group, 'digits'>[]): boolean {
  const sizes = groups.map(({ digits }) => digits.length);
  return sizes.every((size) => size >= 3) || sizes.every((size) => size === 1) || /^[123](?:,2)+(?:,1)?$/.test(sizes.join(','));
}

/** Mainland mobile: eleven digits from 13 to 19, alone or after the country code. */
function isMobile(digits: string, groups: readonly Group[]): boolean {
  const code = /^((?:00)?86|0?)1[3-9]\d{9}$/.exec(digits)?.[1];
  if (code === undefined) return false;
  const [first, ...rest] = groups;
  if (first?.before.includes('+') === true || betweenOf(groups).every((sign) => sign === '-')) return true;
  const isApart = first?.digits === code;
  return isRegular(isApart ? rest : [{ digits: first?.digits.slice(code.length) ?? '' }, ...rest]);
}

/** With an area code, of three digits for the largest cities and four for all others, or a 400 or 800 number. */
function isLandline(digits: string, groups: readonly Group[]): boolean {
  if (/^0(?:(?:10|2\d)\d{8}|[3-9]\d{9,10})$/.test(digits)) return isRegular(groups);
  return /^[48]00\d{7}$/.test(digits) && /^(?:10|3,3,4|3,4,3|3,7)$/.test(sizesOf(groups));
}

/** Written with an international prefix. */
function isAbroad(digits: string, groups: readonly Group[]): boolean {
  if (groups[0]?.before.includes('+') === true)
    return digits.length >= 8 && digits.length <= 15 && groups.slice(2).every((group) => group.digits.length > 1);
  return /^00[1-9]\d{8,13}$/.test(digits) && isRegular(groups);
}

/** Three, three and four digits. With blanks only it may as well be a row of prices, so a word or a bracket must say more. */
function isNorthAmerican(digits: string, groups: readonly Group[], lead: () => string): boolean {
  if (!/^1?[2-9]\d\d[2-9]\d{6}$/.test(digits) || !/^(?:1,)?3,3,4$/.test(sizesOf(groups))) return false;
  const between = betweenOf(groups);
  if (between.some((sign) => sign.includes('/'))) return false;
  const isBracketed = groups.some(({ before }) => /[()]/.test(before));
  return isBracketed || between.every((sign) => sign !== '') || PHONE_WORD.test(lead());
}

function isCardGrouping(groups: readonly Group[]): boolean {
  const sizes = groups.map(({ digits }) => digits.length);
  return sizes.every((size) => size === 1) || sizes.every((size, i) => size >= 4 || i === sizes.length - 1);
}

/** A word that a phone number follows, with nothing between that makes it an order's or a staff member's. */
const PHONE_WORD =
  /(?:电话|手机|座机|联系方式|联系我|打我|致电|拨打|传真|号码|phone|call|cell|mobile|tel|text|whatsapp|fax)(?:(?!单|编|工号|order|code|no\.?\s*of)[^\d\n]){0,10}$/i;

/** A word that says a number is an order's. One in ten of those passes the checksum of a bank card. */
const ORDER_WORD = /(?:单号|订单|流水号|order(?: number| no\.?| id)?)[ :：#是为is]{0,4}$/i;
