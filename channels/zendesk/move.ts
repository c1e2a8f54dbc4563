import { type Draft, draft } from '../../contracts/event.ts';
import { ticketEvent } from '../../contracts/events/ticket-event.ts';
import { businessDate } from '../kit/time.ts';
import { status } from './words.ts';
import { zone } from './zone.ts';

interface Moved {
  /** Unique among the moves of all tickets. */
  readonly nativeId: string;
  readonly ticketId: string;
  readonly at: string;
  readonly actorId?: string | null;
  readonly actorRole?: 'customer' | 'staff' | 'system' | null;
}

interface FieldMove extends Moved {
  readonly field: string;
  readonly from?: unknown;
  readonly to: unknown;
  /** Whether the ticket came into being with it. */
  readonly isFirst?: boolean;
}

const KINDS: Readonly<Record<string, 'status' | 'priority' | 'owner'>> = {
  status: 'status',
  priority: 'priority',
  assignee_id: 'owner',
  group_id: 'owner',
};

/** Other fields whose values are no prose and name no customer. Of all the rest only stays that they changed. */
const PLAIN_FIELDS = new Set(['brand_id', 'custom_status_id', 'is_public', 'satisfaction_score', 'ticket_form_id', 'type']);

const over = new Set(['solved', 'closed']);

/** A field of a ticket that changed. */
export function fieldMoved({ field, from, to, isFirst = false, ...moved }: FieldMove): Draft {
  const [before, after] = [valueOf(field, from), valueOf(field, to)];
  const isReopened = field === 'status' && over.has(before ?? '') && after !== null && !over.has(after);
  const kind = isReopened ? 'reopened' : isFirst && field === 'status' ? 'created' : (KINDS[field] ?? 'field');
  return move(moved, { kind, field_name: field, from_value: before, to_value: after });
}

/** Something that was written to a ticket, for the customer or among colleagues. */
export function commented(moved: Moved, isPublic: boolean, comment: string | null | undefined): Draft {
  return move(moved, { kind: isPublic ? 'public_reply' : 'internal_note', comment });
}

/** The id of a comment is the same in every way it comes in. */
export function commentId(id: string): string {
  return `comment/${id}`;
}

type Values = Omit<Parameters<typeof draft<typeof ticketEvent.columns>>[2], 'ticket_id'>;

function move({ nativeId, ticketId, at, actorId, actorRole }: Moved, values: Values): Draft {
  const occurrence = { nativeId, version: Date.parse(at), occurredAt: at, businessDate: businessDate(at, zone) };
  return draft(ticketEvent, occurrence, { ticket_id: ticketId, ...values, actor_id: actorId, actor_role: actorRole });
}

/** A value in our words, where it may be kept at all. */
function valueOf(field: string, value: unknown): string | null {
  if (!(field in KINDS) && !PLAIN_FIELDS.has(field)) return null;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return null;
  const text = String(value).slice(0, 200);
  if (text === '') return null;
  if (field === 'group_id') return `group ${text}`;
  return field === 'status' ? (status.safeParse(text.replace('on-hold', 'hold')).data ?? text) : text;
}
