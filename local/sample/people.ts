import type { z } from 'zod';
import type { memberSchema } from '../../channels/members/member.ts';
import type { StoryClock } from './clock.ts';
import { COMPANY_ID, STORES } from './company.ts';
import type { SampleOptions } from './options.ts';
import { mix, PURPOSES, Random, Weighted } from './random.ts';

type MemberRecord = z.input<typeof memberSchema>;

/** Members at scale 1, at the end of the story. */
const MEMBERS = 100_000;
/** Share of them that were members before the story begins. The rest join at an even pace. */
const FOUNDING_RATIO = 0.92;

export function memberCount({ scale }: Pick<SampleOptions, 'scale'>): number {
  return Math.max(1, Math.round(MEMBERS * scale));
}

/** How many of the members, who are numbered as they join, have joined before the end of a day; −1 is before the story. */
export function joinedBy(options: SampleOptions, day: number): number {
  const all = memberCount(options);
  const founding = Math.floor(all * FOUNDING_RATIO);
  return founding + Math.floor(((all - founding) * (day + 1)) / options.days);
}

const homes = new Weighted(STORES.map((store) => store.size));
const LIFE_STAGES = ['student', 'young_single', 'young_couple', 'young_family', 'grown_family', 'senior'] as const;
const stages = new Weighted([12, 26, 18, 22, 15, 7]);
const TIERS = ['basic', 'silver', 'gold', 'black'] as const;
const tiers = new Weighted([55, 27, 14, 4]);
const BORN_BETWEEN = [
  [2002, 2007],
  [1995, 2003],
  [1990, 1999],
  [1983, 1995],
  [1970, 1984],
  [1950, 1966],
] as const;
const COMPANIONS = {
  student: ['friends', 'alone', 'couple'],
  young_single: ['alone', 'friends', 'friends'],
  young_couple: ['couple', 'couple', 'friends'],
  young_family: ['family', 'family', 'couple'],
  grown_family: ['family', 'family', 'friends'],
  senior: ['family', 'couple', 'alone'],
} as const;

/** What decides how a member behaves. Cheap: it is asked for at every order. */
export interface Person {
  readonly home: number;
  readonly canContact: boolean;
  readonly english: boolean;
  /** Orders in 30 days, on average. */
  readonly pace: number;
  /** Share of orders that are delivered. */
  readonly deliveryRatio: number;
  /** How kindly the person scores, in standard deviations. */
  readonly leniency: number;
}

export function personOf(seed: number, member: number, random: Random): Person {
  random.start(seed, PURPOSES.member, member);
  return {
    home: homes.pick(random),
    canContact: !random.chance(0.08),
    english: random.chance(0.035),
    pace: 0.12 + random.wait(0.6),
    deliveryRatio: random.chance(0.5) ? random.between(0, 0.4) : random.between(0.3, 0.9),
    leniency: random.normal(),
  };
}

/** They look like mobile prefixes and are not in use, so that nobody's number is in the sample. */
const MOBILE_PREFIXES = ['142', '143', '154', '163', '164', '168', '169', '179'] as const;
const MAIL_HOSTS = ['example.com', 'example.net', 'example.org'] as const;

/** Identifiers are made from the member's number, so that each system names the same person alike. All invented. */
export const identifiers = {
  memberId: (member: number) => `M${String(10_000_000 + member)}`,
  /** Unique: the last eight digits are a permutation of the member's number. */
  phone: (seed: number, member: number) =>
    `${MOBILE_PREFIXES[mix(seed, PURPOSES.identifier, member, 1) % MOBILE_PREFIXES.length]}${String((member * 48_271 + seed) % 99_999_989).padStart(8, '0')}`,
  email: (seed: number, member: number) =>
    `${SYLLABLES[member % SYLLABLES.length]}${SYLLABLES[mix(seed, PURPOSES.identifier, member, 2) % SYLLABLES.length]}${member}@${MAIL_HOSTS[member % 3]}`,
  unionid: (seed: number, member: number) => `oA${hex(seed, member, 3)}${hex(seed, member, 4)}${hex(seed, member, 5)}`,
  alipay: (seed: number, member: number) =>
    `2088${digits6(mix(seed, PURPOSES.identifier, member, 6))}${digits6(mix(seed, PURPOSES.identifier, member, 9))}`,
  device: (seed: number, member: number) => `d-${hex(seed, member, 7)}${hex(seed, member, 8)}`,
};

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

function digits6(value: number): string {
  return String(value % 1_000_000).padStart(6, '0');
}

/** Every four hex digits there are: looking them up takes a third of the time of writing them out. */
const HEX = Array.from({ length: 65_536 }, (_, i) => i.toString(16).padStart(4, '0'));

function hex(seed: number, member: number, part: number): string {
  const bits = mix(seed, PURPOSES.identifier, member, part);
  return `${HEX[bits >>> 16]}${HEX[bits & 0xffff]}`;
}

/** The CRM's records of the members `from` up to `to`, who are told of on `day` (−1: before the story). */
export function* memberRecords(
  options: SampleOptions,
  clock: StoryClock,
  from: number,
  to: number,
  day: number,
): Iterable<MemberRecord> {
  const { seed } = options;
  const random = new Random();
  for (let member = from; member < to; member++) {
    const person = personOf(seed, member, random);
    const stage = stages.pick(random);
    const born = BORN_BETWEEN[stage] ?? BORN_BETWEEN[0];
    const lifeStage = LIFE_STAGES[stage] ?? 'young_single';
    const store = STORES[person.home];
    const joinedDay = day < 0 ? -1 - random.below(900) : day;
    const joinedAt = clock.instant(joinedDay, random.between(9 * 3600, 22 * 3600));
    yield {
      type: 'member',
      crm_id: `C${String(member + 1).padStart(7, '0')}`,
      member_id: identifiers.memberId(member),
      phone: identifiers.phone(seed, member),
      email: random.chance(0.3) ? identifiers.email(seed, member) : null,
      unionid: random.chance(0.85) ? identifiers.unionid(seed, member) : null,
      alipay_id: random.chance(0.35) ? identifiers.alipay(seed, member) : null,
      device_id: random.chance(0.4) ? identifiers.device(seed, member) : null,
      home_org_unit_id: store?.id,
      life_stage: lifeStage,
      tier: day < 0 ? TIERS[tiers.pick(random)] : 'basic',
      companions: random.chance(0.8) ? random.pick(COMPANIONS[lifeStage]) : null,
      birth_year: random.chance(0.7) ? born[0] + random.below(born[1] - born[0] + 1) : null,
      city: store?.city.name,
      language: person.english ? 'en' : 'zh-CN',
      can_contact: person.canContact,
      joined_at: joinedAt,
      updated_at: joinedAt,
    };
  }
}

/** Someone as whom the local dashboard can be opened. */
export interface SignIn {
  readonly id: string;
  readonly tier: 'frontline' | 'manager' | 'executive' | 'analyst';
  readonly unit: string;
  readonly region: string | null;
  readonly name: string;
  readonly name_en: string;
}

/** Invented staff. */
export const SIGN_INS: readonly SignIn[] = [
  { id: 'shen-yan', tier: 'executive', unit: COMPANY_ID, region: null, name: '沈砚', name_en: 'Shen Yan' },
  { id: 'gu-wantang', tier: 'manager', unit: 'east', region: 'east', name: '顾晚棠', name_en: 'Gu Wantang' },
  { id: 'mai-zhuoran', tier: 'manager', unit: 'south', region: 'south', name: '麦卓然', name_en: 'Mai Zhuoran' },
  { id: 'qi-muyang', tier: 'manager', unit: 'north', region: 'north', name: '祁牧洋', name_en: 'Qi Muyang' },
  { id: 'tao-xiaoman', tier: 'frontline', unit: 'S001', region: 'east', name: '陶小满', name_en: 'Tao Xiaoman' },
  { id: 'liang-jiahe', tier: 'frontline', unit: 'S043', region: 'south', name: '梁家禾', name_en: 'Liang Jiahe' },
  { id: 'tong-yuchen', tier: 'frontline', unit: 'S083', region: 'north', name: '佟雨辰', name_en: 'Tong Yuchen' },
  { id: 'yu-zhiwei', tier: 'analyst', unit: COMPANY_ID, region: null, name: '俞知微', name_en: 'Yu Zhiwei' },
];
