import type { z } from 'zod';
import type { memberSchema } from '../../channels/members/member.ts';
import type { StoryClock } from './clock.ts';
import { COMPANY_ID, STORES } from './company.ts';
import { isOfThePast, Known } from './households.ts';
import { identifiers } from './identifiers.ts';
import { mainChoice } from './menu.ts';
import type { SampleOptions } from './options.ts';
import { PURPOSES, Random, Weighted } from './random.ts';

type MemberRecord = z.input<typeof memberSchema>;

/** Members at scale 1, at the end of the story, who come now and then. */
const MEMBERS = 100_000;
/** Those whom the CRM still has and who have not come for long. */
const LAPSED = 200_000;
/** Share of the members who joined before the story begins. The rest join at an even pace. */
const FOUNDING_RATIO = 0.92;

/** Enough for a pair of each kind of household. */
const FEWEST = 10;

export function memberCount({ scale }: Pick<SampleOptions, 'scale'>): number {
  return Math.max(FEWEST, 2 * Math.round((MEMBERS * scale) / 2));
}

/** They are numbered from {@link memberCount} on. */
export function lapsedCount({ scale }: Pick<SampleOptions, 'scale'>): number {
  return Math.round(LAPSED * scale);
}

/** How many of the members, who are numbered as they join, have joined before the end of a day; −1 is before the story. */
export function joinedBy(options: SampleOptions, day: number): number {
  const all = memberCount(options);
  const founding = Math.floor((all * FOUNDING_RATIO) / 2) * 2;
  return founding + Math.floor(((all - founding) * (day + 1)) / options.days);
}

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

type Companions = 'alone' | 'couple' | 'family' | 'friends';

/** Kindness that comes with a tier, beside everyone's own; guests are the least kind. In standard deviations. */
const KINDNESS = [-0.1, 0.35, 0.8, 1] as const;
const GUEST_KINDNESS = -0.5;
const ADVENTUROUS_RATIO = 0.4;

/** What decides how a customer behaves. Cheap: it is asked for at every order. */
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
  /** Index in {@link TIERS}, or −1 for a guest. */
  readonly tier: number;
  /** Index in {@link LIFE_STAGES}. */
  readonly stage: number;
  readonly companions: Companions;
  /** Chooses from the whole menu; the others come for {@link favourite}. */
  readonly adventurous: boolean;
  /** Index of a main dish. */
  readonly favourite: number;
}

export function personOf(seed: number, member: number, homes: Weighted, random: Random): Person {
  random.start(seed, PURPOSES.member, member);
  const home = homes.pick(random);
  const canContact = !random.chance(0.08);
  const english = random.chance(0.035);
  const pace = 0.12 + random.wait(0.63);
  const deliveryRatio = random.chance(0.5) ? random.between(0, 0.4) : random.between(0.3, 0.9);
  const tier = tiers.pick(random);
  const stage = stages.pick(random);
  return {
    home,
    canContact,
    english,
    pace,
    deliveryRatio,
    leniency: random.normal() + (KINDNESS[tier] ?? 0),
    tier,
    stage,
    companions: random.pick(COMPANIONS[LIFE_STAGES[stage] ?? 'young_single']),
    adventurous: random.chance(ADVENTUROUS_RATIO),
    favourite: mainChoice.pick(random),
  };
}

const GUEST_DELIVERY_RATIO = 0.35;

/** Someone without a membership, the same at each return. */
export function guestOf(seed: number, guest: number, homes: Weighted, random: Random): Person {
  random.start(seed, PURPOSES.guests, guest, 1);
  const home = homes.pick(random);
  const stage = stages.pick(random);
  return {
    home,
    canContact: true,
    english: false,
    pace: 0,
    deliveryRatio: GUEST_DELIVERY_RATIO,
    leniency: random.normal() + GUEST_KINDNESS,
    tier: -1,
    stage,
    companions: random.pick(COMPANIONS[LIFE_STAGES[stage] ?? 'young_single']),
    adventurous: true,
    favourite: mainChoice.pick(random),
  };
}

/** Days before the story on which founding members joined: the earlier owner of a phone, and an earlier account, long before the other. */
function joinedDaysAgo(seed: number, member: number, random: Random): number {
  const draw = random.below(900);
  if (isOfThePast(seed, member)) return 1000 + draw;
  return 1 + draw;
}

/** The CRM's records of the members `from` up to `to`, who are told of on `day` (−1: before the story). */
export function* memberRecords(
  options: SampleOptions,
  clock: StoryClock,
  homes: Weighted,
  from: number,
  to: number,
  day: number,
): Iterable<MemberRecord> {
  const { seed } = options;
  const lapsedFrom = memberCount(options);
  const random = new Random();
  for (let member = from; member < to; member++) {
    const isLapsed = member >= lapsedFrom;
    const person = personOf(seed, member, homes, random);
    const known = new Known(seed, member, isLapsed);
    random.start(seed, PURPOSES.member, member, 1);
    const born = BORN_BETWEEN[person.stage] ?? BORN_BETWEEN[0];
    const store = STORES[person.home];
    const joinedDay = day >= 0 ? day : -joinedDaysAgo(seed, member, random) - (isLapsed ? 400 : 0);
    const joinedAt = clock.instant(joinedDay, random.between(9 * 3600, 22 * 3600));
    const isPlain = known.household === 'plain';
    yield {
      type: 'member',
      crm_id: crmId(member),
      member_id: known.memberId,
      phone: known.phone,
      email: random.chance(0.3) ? identifiers.email(seed, member) : null,
      unionid: random.chance(0.5) || !isPlain ? known.unionid : null,
      alipay_id: random.chance(0.2) ? known.alipay : null,
      device_id: random.chance(0.25) || known.household === 'shared_device' ? known.device : null,
      home_org_unit_id: store?.id,
      life_stage: LIFE_STAGES[person.stage],
      tier: TIERS[person.tier],
      companions: random.chance(0.8) ? person.companions : null,
      birth_year: random.chance(0.7) ? born[0] + random.below(born[1] - born[0] + 1) : null,
      city: store?.city.name,
      language: person.english ? 'en' : 'zh-CN',
      can_contact: person.canContact,
      joined_at: joinedAt,
      updated_at: joinedAt,
    };
  }
}

/** The record number of a member in the CRM. */
export function crmId(member: number): string {
  return `C${String(member + 1).padStart(7, '0')}`;
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
