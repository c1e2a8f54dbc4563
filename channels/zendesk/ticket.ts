import { z } from 'zod';
import { type Draft, draft } from '../../contracts/event.ts';
import { ticket as ticketEvent } from '../../contracts/events/ticket.ts';
import { recordType } from '../channel.ts';
import { unkept, vendorId } from '../kit/field.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { optionalId, priority, status } from './words.ts';
import { zone } from './zone.ts';

/** Where a case belongs in the journey. */
export const TOUCHPOINT = 'customer_service';

interface Ticket {
  readonly id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly status: z.output<typeof status>;
  readonly priority: z.output<typeof priority>;
  readonly assignee_id: string | null;
  readonly group_id: string | null;
  readonly requester_id: string | null;
  readonly subject?: string | null | undefined;
  readonly due_at?: string | null | undefined;
  /** Closed ticket that it follows up. */
  readonly followed_id?: string | null | undefined;
  readonly first_replied_at?: string | null | undefined;
  readonly solved_at?: string | null | undefined;
}

/** Users of Zendesk are accounts there only. */
export function accountOf(user: string | null): string | null {
  return user === null ? null : `zendesk:${user}`;
}

/** Who owns a ticket: an agent, or else the group that it waits in. */
function ownerOf(agent: string | null, group: string | null): string | null {
  return agent ?? (group === null ? null : `group ${group}`);
}

/** A ticket in its latest state, whatever way it came in. */
export function ticketEvents(ticket: Ticket): Draft[] {
  return [
    draft(
      ticketEvent,
      {
        nativeId: ticket.id,
        version: Date.parse(ticket.updated_at),
        occurredAt: ticket.created_at,
        businessDate: businessDate(ticket.created_at, zone),
      },
      {
        ticket_id: ticket.id,
        parent_ticket_id: ticket.followed_id,
        account_key: accountOf(ticket.requester_id),
        touchpoint: TOUCHPOINT,
        priority: ticket.priority,
        status: ticket.status,
        owner_id: ownerOf(ticket.assignee_id, ticket.group_id),
        subject: ticket.subject,
        opened_at: ticket.created_at,
        first_replied_at: ticket.first_replied_at,
        solved_at: ticket.solved_at,
        due_at: ticket.due_at,
      },
    ),
  ];
}

const via = z.object({
  source: z
    .object({
      from: z
        .object({
          ticket_id: optionalId,
          ...unkept('address', 'id', 'name', 'phone', 'profile_url', 'subject', 'title', 'username'),
        })
        .nullish(),
      ...unkept('rel', 'to'),
    })
    .nullish(),
  ...unkept('channel'),
});

/** `include=metric_sets` of the ticket endpoints. */
const metricSet = z.object({
  solved_at: isoInstant.nullish(),
  reply_time_in_minutes: z.object({ calendar: z.int().min(0).max(1e9).nullish(), ...unkept('business') }).nullish(),
  ...unkept(
    'id',
    'url',
    'ticket_id',
    'reopens',
    'replies',
    'group_stations',
    'assignee_stations',
    'created_at',
    'updated_at',
    'assigned_at',
    'initially_assigned_at',
  ),
  ...unkept(
    'status_updated_at',
    'assignee_updated_at',
    'requester_updated_at',
    'latest_comment_added_at',
    'custom_status_updated_at',
  ),
  ...unkept(
    'first_resolution_time_in_minutes',
    'full_resolution_time_in_minutes',
    'agent_wait_time_in_minutes',
    'on_hold_time_in_minutes',
  ),
  ...unkept('requester_wait_time_in_minutes', 'reply_time_in_seconds'),
});

/** A ticket as the API gives it. https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#json-format */
export const ticket = recordType({
  name: 'ticket',
  schema: z.object({
    id: vendorId,
    created_at: isoInstant,
    updated_at: isoInstant,
    status,
    priority,
    assignee_id: optionalId,
    group_id: optionalId,
    requester_id: optionalId,
    subject: z.string().max(20_000).nullish(),
    due_at: isoInstant.nullish(),
    via: via.nullish(),
    metric_set: metricSet.nullish(),
    ...unkept(
      'allow_attachments',
      'allow_channelback',
      'brand_id',
      'collaborator_ids',
      'custom_fields',
      'custom_status_id',
      'description',
      'email_cc_ids',
      'encoded_id',
      'external_id',
      'fields',
      'follower_ids',
      'followup_ids',
      'forum_topic_id',
      'from_messaging_channel',
      'generated_timestamp',
      'has_incidents',
      'is_public',
      'organization_id',
      'problem_id',
      'raw_subject',
      'recipient',
      'result_type',
      'satisfaction_rating',
      'sharing_agreement_ids',
      'submitter_id',
      'tags',
      'ticket_form_id',
      'type',
      'url',
    ),
  }),
  toEvents: (record) => {
    const replyMinutes = record.metric_set?.reply_time_in_minutes?.calendar;
    return ticketEvents({
      ...record,
      followed_id: record.via?.source?.from?.ticket_id,
      solved_at: record.metric_set?.solved_at,
      first_replied_at:
        replyMinutes == null ? null : new Date(Date.parse(record.created_at) + replyMinutes * 60_000).toISOString(),
    });
  },
});
