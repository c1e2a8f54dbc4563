import { z } from 'zod';
import { customerKeys } from './customer.ts';

/** What a survey's link may carry along, under these names, in the tool's hidden fields, embedded data or custom variables. */
export const CARRIED = [
  'invite_id',
  'order_id',
  'org_unit_id',
  'touchpoint',
  'phone',
  'email',
  'unionid',
  'alipay_id',
  'member_id',
  'account_id',
  'device_id',
  'cookie_id',
] as const;

const carriedValue = z.union([z.string(), z.number()], 'expected text or a number').nullish();

/** What a link carried is text; of fields with other names anything is taken. */
export const carriedFields = Object.fromEntries(CARRIED.map((name) => [name, carriedValue]));

/** The columns of a `survey_response` that its link filled. Blank is null; whatever else the link carried is left out. */
export function carriedByLink(values: Readonly<Record<string, unknown>>) {
  const block = Object.fromEntries(CARRIED.map((name) => [name, textOf(values[name])]));
  return {
    invite_id: block['invite_id'],
    order_id: block['order_id'],
    org_unit_id: block['org_unit_id'],
    touchpoint: block['touchpoint'],
    ...customerKeys(block),
  };
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}
