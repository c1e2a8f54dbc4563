import { identifiers } from './identifiers.ts';
import { PURPOSES, unitOf } from './random.ts';

/**
 * What makes the identity of a pair of members (2k and 2k + 1) hard to tell. In `two_accounts` and `recycled_phone` the even one is of
 * the past: a record in the CRM that never orders again.
 */
export type Household = 'two_accounts' | 'shared_device' | 'shared_phone' | 'recycled_phone' | 'plain';

/** Every company, however small, has one of each. */
const FIRST_PAIRS: readonly Household[] = ['two_accounts', 'shared_device', 'shared_phone', 'recycled_phone'];
const TWO_ACCOUNTS_BELOW = 0.01;
const SHARED_DEVICE_BELOW = 0.02;
const SHARED_PHONE_BELOW = 0.026;
const RECYCLED_PHONE_BELOW = 0.032;
/** Share of plain members who order on the delivery platform with a phone that nobody else knows of. */
const SECOND_PHONE_RATIO = 0.02;
const ACCOUNT_RATIO = 0.6;

export function householdOf(seed: number, member: number): Household {
  const pair = member >> 1;
  const first = FIRST_PAIRS[pair];
  if (first !== undefined) return first;
  const draw = unitOf(seed, PURPOSES.household, pair);
  if (draw < TWO_ACCOUNTS_BELOW) return 'two_accounts';
  if (draw < SHARED_DEVICE_BELOW) return 'shared_device';
  if (draw < SHARED_PHONE_BELOW) return 'shared_phone';
  return draw < RECYCLED_PHONE_BELOW ? 'recycled_phone' : 'plain';
}

/** Whether a member's record is all there is of them: an earlier account, or the earlier owner of a phone. */
export function isOfThePast(seed: number, member: number): boolean {
  if ((member & 1) === 1) return false;
  const household = householdOf(seed, member);
  return household === 'two_accounts' || household === 'recycled_phone';
}

/** What a member is known by, and how much of it each system knows. */
export interface Known {
  readonly household: Household;
  readonly phone: string;
  /** The phone on the delivery platform; another than `phone` where nothing links the two. */
  readonly platformPhone: string;
  readonly unionid: string;
  readonly alipay: string;
  readonly device: string;
  readonly memberId: string;
  /** Account in the company's own app, for those who have it. */
  readonly account: string | null;
  readonly cookie: string;
}

/** Identifiers of a member as the systems hold them, with what is shared, recycled or doubled; nothing is, of those who lapsed. */
export function knownOf(seed: number, member: number, isLapsed = false): Known {
  const household = isLapsed ? 'plain' : householdOf(seed, member);
  const other = member | 1;
  // Written out when asked for: an order names two or three of them.
  return {
    household,
    get phone() {
      return identifiers.phone(seed, household === 'shared_phone' || household === 'recycled_phone' ? other : member);
    },
    get platformPhone() {
      const hasSecond = household === 'plain' && unitOf(seed, PURPOSES.household, member, 1) < SECOND_PHONE_RATIO;
      return hasSecond ? identifiers.secondPhone(seed, member) : this.phone;
    },
    get unionid() {
      return identifiers.unionid(seed, household === 'two_accounts' ? other : member);
    },
    get alipay() {
      return identifiers.alipay(seed, member);
    },
    get device() {
      return identifiers.device(seed, household === 'shared_device' ? other : member);
    },
    get memberId() {
      return identifiers.memberId(member);
    },
    get account() {
      return hasAccount(seed, member) ? identifiers.account(member) : null;
    },
    get cookie() {
      return identifiers.cookie(seed, member);
    },
  };
}

export function hasAccount(seed: number, member: number): boolean {
  return !isOfThePast(seed, member) && unitOf(seed, PURPOSES.household, member, 2) < ACCOUNT_RATIO;
}

/** The member who is the same person; different for nobody but those with two accounts. */
export function personNumber(seed: number, member: number): number {
  return householdOf(seed, member) === 'two_accounts' ? member | 1 : member;
}
