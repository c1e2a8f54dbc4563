import { z } from 'zod';
import type { Draft } from '../../contracts/event.ts';
import { recordType } from '../channel.ts';
import { unkept, vendorId } from '../kit/field.ts';
import { isoInstant } from '../kit/time.ts';
import { commented, commentId, fieldMoved } from './move.ts';
import { ticketEvents } from './ticket.ts';
import { optionalId, priority, status } from './words.ts';

/** What every ticket event says of the ticket as it is now. */
const detail = z.object({
  id: vendorId,
  created_at: isoInstant,
  updated_at: isoInstant,
  status,
  priority,
  assignee_id: optionalId,
  group_id: optionalId,
  requester_id: optionalId,
  actor_id: optionalId,
  subject: z.string().max(20_000).nullish(),
  ...unkept('brand_id', 'custom_status', 'description', 'external_id', 'form_id', 'is_public', 'organization_id', 'submitter_id'),
  ...unkept('tags', 'type', 'via'),
});

const comment = z.object({
  id: vendorId,
  body: z.string().max(20_000).nullish(),
  is_public: z.boolean(),
  author: z.object({ id: optionalId, is_staff: z.boolean().nullish(), ...unkept('name') }).nullish(),
});

const noticeSchema = z
  .object({
    type: z.string().regex(/^zen:event-type:ticket\.[a-z_]+$/, 'expected a ticket event, such as zen:event-type:ticket.created'),
    id: z.string().min(1).max(200),
    time: isoInstant,
    detail,
    event: z
      .object({
        current: z.unknown().optional(),
        previous: z.unknown().optional(),
        comment: comment.nullish(),
        ...unkept('meta'),
      })
      .nullish(),
    ...unkept('account_id', 'subject', 'zendesk_event_version'),
  })
  .superRefine(({ type, event }, context) => {
    if (type.endsWith('.comment_added') && event?.comment == null)
      context.addIssue({ code: 'custom', path: ['event', 'comment'], message: 'expected the comment that was added' });
  });

/** Fields by the event that tells of their change. Of other events only the ticket's new state is taken. */
const FIELDS: Readonly<Record<string, string>> = {
  status_changed: 'status',
  priority_changed: 'priority',
  agent_assignment_changed: 'assignee_id',
  group_assignment_changed: 'group_id',
  form_changed: 'ticket_form_id',
  ticket_type_changed: 'type',
  custom_status_changed: 'custom_status_id',
};

/** A ticket event of the webhook: the ticket as it is now, and how it moved. */
export const notice = recordType({
  name: 'ticket_event',
  schema: noticeSchema,
  toEvents: (record) => [...ticketEvents(record.detail), ...movesOf(record)],
});

function movesOf({ type, id, time, detail: now, event }: z.output<typeof noticeSchema>): Draft[] {
  const what = type.slice(type.lastIndexOf('.') + 1);
  const ticketId = now.id;
  if (what === 'comment_added' && event?.comment != null) {
    const { author, ...written } = event.comment;
    const role = author?.is_staff == null ? null : author.is_staff ? ('staff' as const) : ('customer' as const);
    const moved = { nativeId: commentId(written.id), ticketId, at: time, actorId: author?.id ?? null, actorRole: role };
    return [commented(moved, written.is_public, written.body)];
  }
  const moved = { nativeId: `notice/${id}`, ticketId, at: time, ...actorOf(now.actor_id, now.requester_id) };
  if (what === 'created') return [fieldMoved({ ...moved, field: 'status', to: now.status, isFirst: true })];
  const field = FIELDS[what];
  return field === undefined ? [] : [fieldMoved({ ...moved, field, from: event?.previous, to: event?.current })];
}

/** The requester is the customer. Anyone else may be staff, or a customer too. */
function actorOf(actor: string | null, requester: string | null) {
  if (actor === '-1') return { actorId: null, actorRole: 'system' as const };
  return { actorId: actor, actorRole: actor !== null && actor === requester ? ('customer' as const) : null };
}
