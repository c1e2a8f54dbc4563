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

/**
 * What a member is known by: identifiers as the systems hold them, with what is shared, recycled or doubled. Written out when asked
 * for, since an order names two or three of them.
 */
export class Known {
  private readonly seed: number;
  private readonly member: number;
  readonly household: Household;

  /** Of members who lapsed nothing is shared. */
  constructor(seed: number, member: number, isLapsed = false) {
    this.seed = seed;
    this.member = member;
    this.household = isLapsed ? 'plain' : householdOf(seed, member);
  }

  get memberId(): string {
    return identifiers.memberId(this.member);
  }

  get phone(): string {
    const isOthers = this.household === 'shared_phone' || this.household === 'recycled_phone';
    return identifiers.phone(this.seed, isOthers ? this.member | 1 : this.member);
  }

  /** The phone on the delivery platform; another than `phone` where nothing links the two. */
  get platformPhone(): string {
    const hasSecond = this.household === 'plain' && unitOf(this.seed, PURPOSES.household, this.member, 1) < SECOND_PHONE_RATIO;
    return hasSecond ? identifiers.secondPhone(this.seed, this.member) : this.phone;
  }

  get unionid(): string {
    return identifiers.unionid(this.seed, this.household === 'two_accounts' ? this.member | 1 : this.member);
  }

  get alipay(): string {
    return identifiers.alipay(this.seed, this.member);
  }

  get device(): string {
    return identifiers.device(this.seed, this.household === 'shared_device' ? this.member | 1 : this.member);
  }

  /** Account in the company's own app, for those who have it. */
  get account(): string | null {
    return hasAccount(this.seed, this.member) ? identifiers.account(this.member) : null;
  }

  get cookie(): string {
    return identifiers.cookie(this.seed, this.member);
  }
}

export function hasAccount(seed: number, member: number): boolean {
  return !isOfThePast(seed, member) && unitOf(seed, PURPOSES.household, member, 2) < ACCOUNT_RATIO;
}

/** The member who is the same person; different for nobody but those with two accounts. */
export function personNumber(seed: number, member: number): number {
  return householdOf(seed, member) === 'two_accounts' ? member | 1 : member;
}
