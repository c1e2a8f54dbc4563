import { z } from 'zod';

const identifier = z.string().max(512).nullish();

/** The customer block of our own JSON payloads. Every field may be missing. */
export const customerBlock = z.object({
  phone: identifier,
  email: identifier,
  unionid: identifier,
  alipay_id: identifier,
  member_id: identifier,
  account_id: identifier,
  device_id: identifier,
  cookie_id: identifier,
});

/** The block's identifiers under the names of the lake columns, still in the clear. */
export function customerKeys(block: z.output<typeof customerBlock> | null | undefined) {
  return {
    phone_key: block?.phone,
    email_key: block?.email,
    unionid_key: block?.unionid,
    alipay_key: block?.alipay_id,
    member_key: block?.member_id,
    account_key: block?.account_id,
    device_key: block?.device_id,
    cookie_key: block?.cookie_id,
  };
}
