import type { z } from 'zod';
import type { orderSchema } from '../../channels/pos/order.ts';
import type { Happening } from './happening.ts';
import { identifiers } from './identifiers.ts';
import { hasAccount, householdOf, Known } from './households.ts';
import { mix, PURPOSES, unitOf } from './random.ts';

export type Customer = NonNullable<z.input<typeof orderSchema>['customer']>;

const PASSAGE_RATIO = 0.75;
const GUEST_PASSAGE_RATIO = 0.4;

/** How an order came about. Each way knows a customer by other identifiers. */
type Way = 'platform' | 'wechat' | 'alipay' | 'device';

function wayOf(seed: number, it: Happening): Way {
  if (it.member === null) return mix(seed, PURPOSES.identifier, it.guest, 19) % 100 < 70 ? 'wechat' : 'alipay';
  const draw = mix(seed, PURPOSES.identifier, it.key, it.day) % 100;
  // Those who share a phone are told apart nowhere but by their memberships.
  if (it.mode === 'delivery' && draw < 55 && householdOf(seed, it.member) !== 'shared_phone') return 'platform';
  return draw < 80 ? 'wechat' : draw < 92 ? 'alipay' : 'device';
}

/** Whether an order was made in the company's own app or mini program, which tells what was done there. */
export function isAppPassage(seed: number, it: Happening): boolean {
  const way = wayOf(seed, it);
  if (way === 'platform') return false;
  const draw = unitOf(seed, PURPOSES.passage, it.key, it.day);
  if (it.member === null) return way === 'wechat' && draw < GUEST_PASSAGE_RATIO;
  return hasAccount(seed, it.member) && draw < PASSAGE_RATIO;
}

/** Who an order or an answer says it is from. Not every system knows every identifier of a person. */
export function customerOf(seed: number, it: Happening): Customer {
  const way = wayOf(seed, it);
  const isApp = isAppPassage(seed, it);
  if (it.member === null) {
    const { guest } = it;
    if (way === 'alipay') return { alipay_id: identifiers.guestAlipay(seed, guest) };
    const unionid = identifiers.guestUnionid(seed, guest);
    return isApp ? { unionid, cookie_id: identifiers.guestCookie(seed, guest) } : { unionid };
  }
  const known = new Known(seed, it.member);
  if (way === 'platform') return { phone: known.platformPhone };
  const account = isApp ? { account_id: known.account } : {};
  if (way === 'wechat') return { unionid: known.unionid, member_id: known.memberId, ...account };
  if (way === 'alipay') return { alipay_id: known.alipay, member_id: known.memberId, ...account };
  return { device_id: known.device, member_id: known.memberId, ...account };
}
