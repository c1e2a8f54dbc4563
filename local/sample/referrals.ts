import type { z } from 'zod';
import type { referralSchema } from '../../channels/referral/referral.ts';
import { isOfThePast } from './households.ts';
import { crmId, joinedBy } from './people.ts';
import { orderId } from './pos.ts';
import { mix, PURPOSES, unitOf } from './random.ts';
import type { Story } from './visits.ts';

export type ReferralRecord = z.input<typeof referralSchema>;

const REFERRED_RATIO = 0.3;

/** The member who brought another; null for founding members and those who came by themselves. */
function referrerOf(options: Story['options'], member: number): number | null {
  const founding = joinedBy(options, -1);
  const { seed } = options;
  if (member < founding || isOfThePast(seed, member) || unitOf(seed, PURPOSES.referral, member) >= REFERRED_RATIO) return null;
  return (mix(seed, PURPOSES.referral, member, 1) % founding) | 1; // the odd one of a pair is never of the past
}

/** Referrals as they stand in the evening of a day: of those who joined on it, and of those who ordered for the first time. */
export function* referralRecords({ options, clock, calendar }: Story, day: number): Iterable<ReferralRecord> {
  const record = (member: number, referrer: number) => ({
    type: 'referral' as const,
    referral_id: `F${String(member + 1).padStart(7, '0')}`,
    referrer_contact_id: `members/${crmId(referrer)}`,
    referred_contact_id: `members/${crmId(member)}`,
    programme: 'bring-a-friend',
    referred_at: clock.instant(joinDayOf(options, member), 8 * 3600),
  });
  for (let member = joinedBy(options, day - 1); member < joinedBy(options, day); member++) {
    const referrer = referrerOf(options, member);
    if (referrer !== null) yield { ...record(member, referrer), status: 'joined', updated_at: clock.instant(day, 23 * 3600) };
  }
  for (let i = 0, count = calendar.countOn(day); i < count; i++) {
    const { member, isFirst, decision } = calendar.visit(day, i);
    const referrer = isFirst && decision !== 'cancelled' ? referrerOf(options, member) : null;
    if (referrer === null) continue;
    const first_order_id = orderId(clock.date(day), i);
    yield { ...record(member, referrer), status: 'first_order', first_order_id, updated_at: clock.instant(day, 25 * 3600) };
  }
}

function joinDayOf(options: Story['options'], member: number): number {
  let day = 0;
  while (joinedBy(options, day) <= member) day++;
  return day;
}
