import { z } from 'zod';
import { recordType } from '../channel.ts';
import { optionalText } from '../kit/field.ts';
import { isoInstant, localInstant } from '../kit/time.ts';
import { complaintFields, contradictions, toEvents } from './complaint.ts';
import { zone } from './zone.ts';

const blankIsNull = <S extends z.ZodType>(schema: S) => z.preprocess((value) => (value === '' ? null : value), schema);

const time = z.union([isoInstant, localInstant(zone)], 'expected a time like 2026-11-05 21:30:00, or one with an offset');
const optionalTime = blankIsNull(time.nullish());

const { complaint_id, description, ...fields } = complaintFields.shape;

/** What every line must have; a list is recognised by these columns. */
const must = { complaint_id, filed_at: time, description };

/** A line of a list. Other columns may be missing or blank. */
export const row = recordType({
  name: 'complaint_row',
  header: Object.keys(must),
  schema: z
    .object({
      ...must,
      order_id: blankIsNull(fields.order_id),
      org_unit_id: blankIsNull(fields.org_unit_id),
      touchpoint: blankIsNull(fields.touchpoint),
      topic: blankIsNull(fields.topic),
      cause: blankIsNull(fields.cause),
      priority: blankIsNull(fields.priority),
      status: blankIsNull(fields.status),
      owner_id: blankIsNull(fields.owner_id),
      subject: blankIsNull(fields.subject),
      first_replied_at: optionalTime,
      solved_at: optionalTime,
      due_at: optionalTime,
      updated_at: optionalTime,
      phone: optionalText,
      email: optionalText,
      unionid: optionalText,
      alipay_id: optionalText,
      member_id: optionalText,
    })
    .superRefine((line, context) => {
      for (const { path, message } of contradictions(line)) context.addIssue({ code: 'custom', path: [path], message });
    }),
  toEvents: ({ phone, email, unionid, alipay_id, member_id, ...line }) =>
    toEvents({ ...line, customer: { phone, email, unionid, alipay_id, member_id } }),
});
