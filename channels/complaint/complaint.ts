import { z } from 'zod';
import { type Draft, draft } from '../../contracts/event.ts';
import { ticket } from '../../contracts/events/ticket.ts';
import { ticketEvent } from '../../contracts/events/ticket-event.ts';
import { recordType } from '../channel.ts';
import { customerBlock, customerKeys } from '../kit/customer.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

const id = z.string().min(1).max(200);

/** A complaint in its latest state, however it was written down. */
export const complaintFields = z.object({
  complaint_id: id,
  order_id: id.nullish(),
  org_unit_id: id.nullish(),
  touchpoint: id.nullish(),
  customer: customerBlock.nullish(),
  topic: id.nullish(),
  cause: id.nullish(),
  priority: z.enum(['low', 'normal', 'high', 'urgent']).nullish(),
  status: z.enum(['new', 'open', 'pending', 'on_hold', 'solved', 'closed']).nullish(),
  owner_id: id.nullish(),
  subject: z.string().max(1000).nullish(),
  description: z.string().min(1).max(20_000),
  filed_at: isoInstant,
  first_replied_at: isoInstant.nullish(),
  solved_at: isoInstant.nullish(),
  due_at: isoInstant.nullish(),
  updated_at: isoInstant.nullish(),
});

type Complaint = z.output<typeof complaintFields>;

/**
 * What contradicts itself in a complaint.
 * @yields Field and what was expected of it.
 */
export function* contradictions(record: Complaint): Generator<{ path: string; message: string }> {
  for (const field of ['first_replied_at', 'solved_at', 'updated_at'] as const) {
    const time = record[field];
    if (time != null && Date.parse(time) < Date.parse(record.filed_at))
      yield { path: field, message: 'expected a time that is not before filed_at' };
  }
  if ((record.status === 'solved' || record.status === 'closed') && record.solved_at == null)
    yield { path: 'solved_at', message: 'expected solved_at once the status is solved or closed' };
}

/** The case, and what the customer said in opening it. */
export function toEvents(record: Complaint): Draft[] {
  const { complaint_id, customer, description, subject, filed_at } = record;
  const occurrence = {
    nativeId: complaint_id,
    version: Date.parse(record.updated_at ?? filed_at),
    occurredAt: filed_at,
    businessDate: businessDate(filed_at, zone),
  };
  return [
    draft(ticket, occurrence, {
      ticket_id: complaint_id,
      order_id: record.order_id,
      ...customerKeys(customer),
      org_unit_id: record.org_unit_id,
      touchpoint: record.touchpoint ?? 'complaint',
      topic: record.topic,
      cause: record.cause,
      priority: record.priority,
      status: record.status ?? 'new',
      owner_id: record.owner_id,
      subject,
      opened_at: filed_at,
      first_replied_at: record.first_replied_at,
      solved_at: record.solved_at,
      due_at: record.due_at,
    }),
    draft(ticketEvent, occurrence, { ticket_id: complaint_id, kind: 'created', actor_role: 'customer', comment: description }),
  ];
}

export const complaintSchema = complaintFields.extend({ type: z.literal('complaint') }).superRefine((record, context) => {
  for (const { path, message } of contradictions(record)) context.addIssue({ code: 'custom', path: [path], message });
});

/** A complaint as JSON. A later `updated_at` replaces the state of the same `complaint_id`. */
export const complaint = recordType({
  name: 'complaint',
  schema: complaintSchema,
  toEvents,
});
