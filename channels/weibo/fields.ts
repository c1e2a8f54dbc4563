import { z } from 'zod';
import { unkept, vendorId } from '../kit/field.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const TIME = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d) (\d{4})$/;

/** A time as Weibo writes it, `Wed Jun 01 00:50:25 +0800 2011`; as a UTC instant. */
const weiboTime = z
  .string()
  .regex(TIME, 'expected a time like Wed Jun 01 00:50:25 +0800 2011')
  .transform((text) => {
    const [, month = '', day, time, hours, minutes, year] = TIME.exec(text) ?? [];
    const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
    return `${year}-${number}-${day}T${time}${hours}:${minutes}`;
  })
  .pipe(z.iso.datetime({ offset: true, error: 'expected a time that exists, like Wed Jun 01 00:50:25 +0800 2011' }))
  .transform((text) => new Date(text).toISOString());

/** Of the author only the number is kept: it is the account. */
const user = z.object({
  id: vendorId,
  ...unkept(
    'idstr',
    'screen_name',
    'name',
    'location',
    'description',
    'url',
    'profile_image_url',
    'avatar_large',
    'domain',
    'remark',
    'gender',
    'followers_count',
    'friends_count',
    'statuses_count',
    'favourites_count',
    'created_at',
    'verified',
    'verified_reason',
    'province',
    'city',
  ),
});

/** What posts and comments have in common. */
export const said = {
  created_at: weiboTime,
  id: vendorId,
  /** The id as text, which keeps digits that a JSON number may lose. */
  idstr: z.string().min(1).max(200).nullish(),
  text: z.string().max(20_000),
  /** Missing once the author has gone. */
  user: user.nullish(),
  ...unkept('mid', 'source', 'annotations'),
};

/** Another post or comment that this one points at. */
export const pointer = z.object({
  id: vendorId,
  idstr: z.string().min(1).max(200).nullish(),
  ...unkept('created_at', 'text', 'mid', 'source', 'user', 'geo', 'favorited', 'truncated'),
});

/** The id of a post or comment, with all its digits. */
export function idOf({ id, idstr }: z.output<typeof pointer>): string {
  return idstr ?? id;
}

/** Weibo writes counts of thousands as they are. */
export const count = z.int().min(0).nullish();
