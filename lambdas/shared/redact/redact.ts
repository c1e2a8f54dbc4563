import { ACCOUNT_MARK, PASSPORT_MARK, takeAccounts, takeEmails, takePassports } from './contacts.ts';
import {
  CHINESE_NAME_MARK,
  ENGLISH_NAME_MARK,
  takeChineseNames,
  takeEnglishNames,
  takeNamesBehindTitles,
  TITLE_MARK,
} from './names.ts';
import { takeNumbers } from './numbers.ts';
import {
  CHINESE_HOUSE_MARK,
  ENGLISH_HOUSE_MARK,
  ENGLISH_PLATE_MARK,
  PLATE_MARK,
  takeChineseHouseNumbers,
  takeEnglishHouseNumbers,
  takeEnglishPlates,
  takePlates,
} from './places.ts';
import { SIGNS, signsOf } from './signs.ts';
import { Work } from './work.ts';

/** A rule, and what a text must show before it is worth asking: signs first, which cost next to nothing, then a mark. */
interface Rule {
  readonly signs: number;
  readonly mark?: RegExp;
  readonly take: (work: Work) => void;
}

const RULES: readonly Rule[] = [
  { signs: SIGNS.at, take: takeEmails },
  { signs: SIGNS.province | SIGNS.digit, mark: PLATE_MARK, take: takePlates },
  { signs: SIGNS.latin | SIGNS.digit, mark: ENGLISH_PLATE_MARK, take: takeEnglishPlates },
  { signs: SIGNS.number, mark: PASSPORT_MARK, take: takePassports },
  { signs: SIGNS.number, take: takeNumbers },
  { signs: SIGNS.latin, mark: ACCOUNT_MARK, take: takeAccounts },
  { signs: SIGNS.street, mark: CHINESE_HOUSE_MARK, take: takeChineseHouseNumbers },
  { signs: SIGNS.latin | SIGNS.digit, mark: ENGLISH_HOUSE_MARK, take: takeEnglishHouseNumbers },
  { signs: SIGNS.address, mark: CHINESE_NAME_MARK, take: takeChineseNames },
  { signs: SIGNS.address, mark: TITLE_MARK, take: takeNamesBehindTitles },
  { signs: SIGNS.latin, mark: ENGLISH_NAME_MARK, take: takeEnglishNames },
];

/** Signs that alone lead to no rule. */
const HARMLESS = SIGNS.odd | SIGNS.numeral | SIGNS.digit | SIGNS.province;

/**
 * Takes personal values out of what a person wrote: e-mail addresses, phone numbers, id and bank cards, social security numbers,
 * passports and driving licences, number plates, house numbers, accounts, names beside a form of address. The rest of the text stays as it was written, so that it can
 * still be read. A name that nothing marks as one is not found.
 */
export function redact(text: string): string {
  const signs = signsOf(text);
  if ((signs & ~HARMLESS) === 0) return text;
  let work: Work | undefined;
  for (const rule of RULES) {
    if ((signs & rule.signs) !== rule.signs || rule.mark?.test(text) === false) continue;
    work ??= new Work(text, signs);
    rule.take(work);
  }
  return work?.result() ?? text;
}
