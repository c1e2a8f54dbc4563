import { mix, PURPOSES } from './random.ts';

/** They look like mobile prefixes and are not in use, so that nobody's number is in the sample. */
const MOBILE_PREFIXES = ['142', '143', '154', '163', '164', '168', '169', '179'] as const;
const MAIL_HOSTS = ['example.com', 'example.net', 'example.org'] as const;

/** Added to a customer's number for the second phone that some have, which no system ever names beside the first. */
const SECOND_PHONE = 50_000_000;

/** Identifiers are made from the customer's number, so that each system names the same person alike. All invented. */
export const identifiers = {
  memberId: (member: number) => `M${String(10_000_000 + member)}`,
  account: (member: number) => `U${String((member * 7_368_787 + 40_503) % 1_000_000_007).padStart(10, '0')}`,
  phone: (seed: number, member: number) => phoneOf(seed, member),
  secondPhone: (seed: number, member: number) => phoneOf(seed, member + SECOND_PHONE),
  email: (seed: number, member: number) =>
    `${SYLLABLES[member % SYLLABLES.length]}${SYLLABLES[mix(seed, PURPOSES.identifier, member, 2) % SYLLABLES.length]}${member}@${MAIL_HOSTS[member % 3]}`,
  unionid: (seed: number, member: number) => `oA${hex(seed, member, 3)}${hex(seed, member, 4)}${hex(seed, member, 5)}`,
  /** Unique: it ends in a permutation of the member's number. */
  alipay: (seed: number, member: number) =>
    `2088${1000 + (mix(seed, PURPOSES.identifier, member, 6) % 4000)}${String((member * 48_271 + seed) % 99_999_989).padStart(8, '0')}`,
  device: (seed: number, member: number) => `d-${hex(seed, member, 7)}${hex(seed, member, 8)}`,
  cookie: (seed: number, member: number) => `c-${hex(seed, member, 10)}${hex(seed, member, 11)}`,
  /** Someone whom no system knows by more than one order or one browser. */
  guestUnionid: (seed: number, guest: number) => `oB${hex(seed, guest, 13)}${hex(seed, guest, 14)}${hex(seed, guest, 15)}`,
  guestAlipay: (seed: number, guest: number) =>
    `2088${6000 + (mix(seed, PURPOSES.identifier, 16) % 3000)}${String(Math.imul(guest, 0x9e3779b1) >>> 0).padStart(10, '0')}`,
  guestCookie: (seed: number, guest: number) => `c-${hex(seed, guest, 17)}${hex(seed, guest, 18)}`,
};

/** Unique: the last eight digits are a permutation of the number. */
function phoneOf(seed: number, member: number): string {
  const prefix = MOBILE_PREFIXES[mix(seed, PURPOSES.identifier, member, 1) % MOBILE_PREFIXES.length];
  return `${prefix}${String((member * 48_271 + seed) % 99_999_989).padStart(8, '0')}`;
}

const SYLLABLES = [
  'lin',
  'hao',
  'yue',
  'chen',
  'xiao',
  'tian',
  'yu',
  'qing',
  'bo',
  'meng',
  'jia',
  'ning',
  'an',
  'shu',
  'rui',
  'fei',
];

/** Every four hex digits there are: looking them up takes a third of the time of writing them out. */
const HEX = Array.from({ length: 65_536 }, (_, i) => i.toString(16).padStart(4, '0'));

function hex(seed: number, member: number, part: number): string {
  const bits = mix(seed, PURPOSES.identifier, member, part);
  return `${HEX[bits >>> 16]}${HEX[bits & 0xffff]}`;
}
