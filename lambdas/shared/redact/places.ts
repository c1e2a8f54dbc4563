import type { Work } from './work.ts';

const COUNT = '[\\d〇零一二三四五六七八九十百]{1,6}';
/** Parts below a street's number: lane, house, building, entrance, floor, room. */
const PART = `(?:${COUNT}|[A-Za-z])(?:弄|号楼|号院|支弄|号|栋|幢|座|单元|楼|层|室|户)`;
const PARTS = `${COUNT}(?:[-之附]${COUNT})?(?:弄|号楼|号院|支弄|号)(?:[ ,，、-]?${PART}){0,5}(?:[ -]?\\d{3,4}(?:室|房)?(?!\\d))?`;

/** A number after a street's name. 逛街12号 is a day, 2号线 a line of the underground, 3号桌 a table. */
const HOUSE = new RegExp(
  `(?:(?<![这那一半网上线赶])路|(?<![逛上赶满])街|大道|巷|胡同|里弄|(?<=\\p{Script=Han})弄)[ ]?(?<taken>${PARTS})(?!线|口|桌|窗|店|套餐|日|出|机)`,
  'dgu',
);
/** Building and room without a street, as a courier is told. One alone is no address. */
const ROOM = new RegExp(
  `(?<taken>(?:${COUNT}|[A-Za-z])(?:号楼|栋|幢|座)[ ,，-]?(?:${COUNT}单元[ ,，-]?)?(?:\\d{1,2}[楼层][ ,，-]?)?\\d{3,4}(?:室|房|户)?(?!\\d)|${COUNT}单元[ ,，-]?\\d{3,4}(?:室|房|户)?(?!\\d))`,
  'dgu',
);

export const CHINESE_HOUSE_MARK = /[路街巷道同弄栋幢楼座元][ ]?[\d\uff10-\uff19〇零一二三四五六七八九十百]/;

export function takeChineseHouseNumbers(work: Work): void {
  work.takeEach(HOUSE, 'house number');
  work.takeEach(ROOM, 'house number');
}

const UNIT = '(?:,?[ ](?:[Aa]pt|[Aa]partment|[Ss]uite|[Ss]te|[Uu]nit|#)\\.?[ ]?#?[A-Za-z]?\\d{1,5}[A-Za-z]?)?';
/** The street's name is written with capitals, or, for words that are nothing else, in any case. */
const STREET = new RegExp(
  `(?<![\\d.,$€£¥#])\\b(?<taken>\\d{1,5}[A-Za-z]?)(?=[ ]{1,2}(?:[NSEW]\\.?[ ]|North[ ]|South[ ]|East[ ]|West[ ])?(?:(?:[A-Z][\\w’'.-]*|\\d{1,3}(?:st|nd|rd|th))[ ]){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Terrace|Parkway|Pkwy|Highway|Hwy|Close|Crescent|Way)\\b)`,
  'dg',
);
const STREET_LOW =
  /(?<![\d.,$€£¥#])\b(?<taken>\d{1,5})(?=[ ](?!(?:minutes?|mins?|hours?|days?|of|on|in|from|down|at|and|or|people|times|orders?|miles?|blocks?|km|meters?|metres?|stars?|th|the|a|different|dollars?|bucks)\b)[a-z’']+[ ](?!(?:on|the|a|down|of|in|at|from|and|or|to)\b)(?:[a-z’']+[ ])?(?:street|avenue|boulevard|terrace)\b)/dg;
const STREET_UNIT = new RegExp(
  `(?<=\\b(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Way)\\.?)(?<taken>${UNIT})`,
  'dg',
);
const APARTMENT = /\b(?:apt|apartment)\.?[ ]?#?(?<taken>[A-Za-z]?\d{1,5}[A-Za-z]?)\b/dgi;

export const ENGLISH_HOUSE_MARK =
  /\b(?:street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|terrace|parkway|pkwy|highway|hwy|close|crescent|way|apt|apartment)\b/i;

export function takeEnglishHouseNumbers(work: Work): void {
  for (const pattern of [STREET, STREET_LOW, STREET_UNIT, APARTMENT]) work.takeEach(pattern, 'house number');
}

export const PLATE_MARK = /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][ ]?[A-Za-z\uff21-\uff5a]/;

/** Province, authority, five signs; six of a car with new energy (GA 36-2018), whose kind is D to K beside five digits. */
const PLATE =
  /(?<taken>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][ ]?[A-HJ-NP-Za-hj-np-z][ ·.-]{0,2}(?:[DF-KA-Cdf-ka-c](?=[A-HJ-NP-Za-hj-np-z\d]\d{4})[A-HJ-NP-Za-hj-np-z\d]\d{4}|\d{5}[A-KDFa-k]|(?=(?:[A-Za-z]*\d){3})[A-HJ-NP-Za-hj-np-z\d]{4}(?:[A-HJ-NP-Za-hj-np-z\d]|[挂学警港澳领试超])))(?![A-Za-z\d])/dg;

export function takePlates(work: Work): void {
  work.takeEach(PLATE, 'plate');
}

export const ENGLISH_PLATE_MARK = /plate/i;

/** Elsewhere plates have any form, so the text must say that it is one. */
const ENGLISH_PLATE =
  /\b(?:(?:[Ll]icen[cs]e|[Rr]egistration|[Nn]umber)[ ]plates?(?: number| no\.?)?|[Pp]lates?(?: number| no\.?))(?: is| was)?[ ]?[:#]?[ ]?(?<taken>(?=[A-Z \d-]{0,8}\d)[A-Z\d]{1,4}[ -]?[A-Z\d]{2,5})(?![\w-])/dg;

export function takeEnglishPlates(work: Work): void {
  work.takeEach(ENGLISH_PLATE, 'plate');
}
