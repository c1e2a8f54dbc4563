import { z } from 'zod';

const STATUS = {
  new: 'new',
  open: 'open',
  pending: 'pending',
  hold: 'on_hold',
  solved: 'solved',
  closed: 'closed',
  deleted: 'closed',
  archived: 'closed',
  scrubbed: 'closed',
} as const;

/** A ticket's status: small in the API, in capitals in events. What is gone from Zendesk is closed for us. */
export const status = z
  .string()
  .transform((word) => word.toLowerCase())
  .pipe(z.enum(['new', 'open', 'pending', 'hold', 'solved', 'closed', 'deleted', 'archived', 'scrubbed']))
  .transform((word) => STATUS[word]);

/** A ticket's priority, blank when there is none. */
export const priority = z
  .string()
  .nullish()
  .transform((word) => (word == null || word === '' ? null : word.toLowerCase()))
  .pipe(z.enum(['low', 'normal', 'high', 'urgent']).nullable());

/** A user, group or ticket that may be missing; `0` and blank say so too. */
export const optionalId = z
  .union([z.int(), z.string().max(200)], 'expected an id')
  .nullish()
  .transform((id) => (id == null || id === '' || Number(id) === 0 ? null : String(id)));
