import type { z } from 'zod';
import type { orderSchema } from '../../channels/pos/order.ts';
import { STORES } from './company.ts';
import { type Customer, customerOf, isAppPassage } from './customers.ts';
import type { Happening } from './happening.ts';
import { type Dish, MAINS, SIDES, sideChoice } from './menu.ts';
import { PURPOSES, type Random } from './random.ts';
import type { Story } from './visits.ts';

export type PosRecord = z.input<typeof orderSchema>;

const REFUND_REASONS = ['missing_item', 'wrong_item', 'cold_food', 'foreign_object'] as const;

/** Number of an order: its business day and its place in it. */
export function orderId(date: string, number: number): string {
  return `A${date.slice(0, 4)}${date.slice(5, 7)}${date.slice(8, 10)}-${String(number + 1).padStart(6, '0')}`;
}

/** The order as the till sends it at the end of the day. */
export function posRecord({ options, clock }: Story, date: string, it: Happening, random: Random): PosRecord {
  const { seed } = options;
  const { day } = it;
  random.start(seed, PURPOSES.lines, it.key, day);
  const order_id = orderId(date, it.number);
  const at = (seconds: number) => clock.instant(day, seconds);
  const customer = customerOf(seed, it);
  const cancelled = it.decision === 'cancelled';

  const lines = linesOf(it, random);
  let goods = 0;
  for (const line of lines) goods += line.quantity * line.unit_price;
  const discount = random.chance(0.3) ? Math.min(goods, [3, 5, 8, 10][random.below(4)] ?? 0) : 0;
  const fee = it.mode === 'delivery' ? 3 + Math.floor(it.distanceKm) : 0;
  const total = goods - discount + fee;
  const payment_id = `P${order_id.slice(1)}`;
  const method = customer.alipay_id == null ? (random.chance(0.9) ? 'wechat_pay' : 'card') : 'alipay';
  const placed_at = at(it.placedAt);
  const paidAt = cancelled ? it.placedAt + 20 : it.paidAt;
  const paid_at = at(paidAt);
  const endedAt = it.mode === 'dine_in' ? it.leftAt : it.completedAt;

  let refunds: PosRecord['refunds'];
  let updatedAt = cancelled ? paidAt + 600 : endedAt;
  if (cancelled)
    refunds = [
      { refund_id: `F${order_id.slice(1)}`, payment_id, reason: 'cancelled', amount: total, refunded_at: at(updatedAt) },
    ];
  else if (random.chance(it.mode === 'delivery' ? 0.016 + (it.lateMinutes > 15 ? 0.05 : 0) + (it.leaks ? 0.12 : 0) : 0.003)) {
    updatedAt = endedAt + Math.round(random.between(300, 3600));
    const amount = lines[0]?.unit_price ?? total;
    const late = it.lateMinutes > 15 && random.chance(0.6);
    const spilled = it.leaks && random.chance(0.85);
    const reason = spilled ? 'spilled' : late ? 'too_late' : random.pick(REFUND_REASONS);
    refunds = [
      { refund_id: `F${order_id.slice(1)}`, payment_id, reason, amount: Math.min(amount, total), refunded_at: at(updatedAt) },
    ];
  }
  const record: PosRecord = {
    type: 'order',
    order_id,
    org_unit_id: STORES[it.scene.store]?.id ?? '',
    mode: it.mode,
    sales_channel: salesChannel(seed, it, customer, random),
    status: cancelled ? 'cancelled' : 'completed',
    placed_at,
    paid_at,
    completed_at: cancelled ? null : at(it.completedAt),
    updated_at: at(updatedAt),
    guests: it.mode === 'dine_in' ? it.partySize : null,
    customer,
    lines,
    discount,
    delivery_fee: fee,
    total,
    currency: 'CNY',
    payments: [{ payment_id, method, amount: total, paid_at }],
  };
  if (refunds !== undefined) record.refunds = refunds;
  if (it.mode === 'delivery') record.delivery = deliveryOf(it, at, cancelled, random);
  else if (!cancelled) {
    record.visit = {
      arrived_at: at(it.arrivedAt),
      seated_at: at(it.seatedAt),
      served_at: at(it.servedAt),
      left_at: at(it.leftAt),
      party_size: it.partySize,
    };
  }
  return record;
}

function salesChannel(seed: number, it: Happening, customer: Customer, random: Random): string {
  if (it.mode === 'delivery') return customer.phone == null ? 'mini_program' : 'platform';
  return isAppPassage(seed, it) || random.chance(0.5) ? 'mini_program' : 'store';
}

function deliveryOf(it: Happening, at: (seconds: number) => string, cancelled: boolean, random: Random): PosRecord['delivery'] {
  return {
    carrier: random.chance(0.7) ? 'platform' : 'own',
    status: cancelled ? 'cancelled' : 'delivered',
    promised_at: at(it.promisedAt),
    picked_up_at: cancelled ? null : at(it.pickedUpAt),
    delivered_at: cancelled ? null : at(it.completedAt),
    distance_km: it.distanceKm,
  };
}

/** 1.8 lines on average: a main course or two, and a side; more of the first with more people at the table, more sides for better members. */
function linesOf(it: Happening, random: Random): PosRecord['lines'] {
  const party = it.mode === 'dine_in' ? it.partySize : 1.6;
  const lines = [line(MAINS[it.firstMain], party > 4 && random.chance(0.5) ? 2 : 1)];
  if (it.secondMain >= 0) lines.push(line(MAINS[it.secondMain], 1));
  if (random.chance(0.47 + 0.1 * it.person.tier)) {
    const side = it.person.adventurous ? random.below(SIDES.length) : sideChoice.pick(random);
    lines.push(line(SIDES[side], random.chance(0.3) ? Math.max(1, Math.round(party)) : 1));
  }
  return lines;
}

function line(dish: Dish | undefined, quantity: number): PosRecord['lines'][number] {
  if (dish === undefined) throw new RangeError('expected a dish on the menu');
  return { product_id: dish.id, name: dish.name, category: dish.category, quantity, unit_price: dish.price };
}
