import { z } from 'zod';
import { recordType } from '../channel.ts';
import { optionalText, unkept, vendorId } from '../kit/field.ts';
import { cell, flagCell } from '../kit/table.ts';
import { isoInstant } from '../kit/time.ts';
import { commented, commentId, fieldMoved } from './move.ts';
import { ticketEvents } from './ticket.ts';
import { USER_FIELDS, userEvents } from './user.ts';
import { optionalId, priority, status } from './words.ts';

/** A time in UTC as Fivetran's tables have it, `2020-02-19 01:54:52`, with or without a fraction. */
const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})?$/, 'expected a time like 2020-02-19 01:54:52')
  .transform((text) => `${text.replace(' ', 'T')}Z`)
  .pipe(isoInstant);

const synced = unkept('_fivetran_deleted', '_fivetran_synced');

/** Table `ticket`. */
export const ticketTable = recordType({
  name: 'ticket_table',
  header: ['id', 'created_at', 'updated_at', 'status', 'requester_id', 'assignee_id', 'subject'],
  schema: z.object({
    id: vendorId,
    created_at: time,
    updated_at: time,
    status,
    priority,
    assignee_id: optionalId,
    group_id: optionalId,
    requester_id: optionalId,
    subject: z.string().max(20_000).nullish(),
    due_at: cell(time),
    via_followup_source_id: optionalId,
    ...synced,
    ...unkept(
      'allow_attachments',
      'allow_channelback',
      'brand_id',
      'custom_status_id',
      'description',
      'external_id',
      'followup_ids',
    ),
    ...unkept('forum_topic_id', 'has_incidents', 'is_public', 'merged_ticket_ids', 'organization_id', 'problem_id', 'recipient'),
    ...unkept('submitter_id', 'system_client', 'system_ip_address', 'system_latitude', 'system_location', 'system_longitude'),
    ...unkept('system_json_email_identifier', 'system_raw_email_identifier', 'ticket_form_id', 'type', 'url', 'via_channel'),
    ...unkept('via_source_from_address', 'via_source_from_id', 'via_source_from_title', 'via_source_rel'),
    ...unkept('via_source_to_address', 'via_source_to_name'),
  }),
  toEvents: (row) => ticketEvents({ ...row, followed_id: row.via_followup_source_id }),
});

/** Table `user`. */
export const userTable = recordType({
  name: 'user_table',
  header: ['id', 'created_at', 'updated_at', 'email', 'role', 'locale'],
  schema: z.object({
    id: vendorId,
    created_at: time,
    updated_at: time,
    role: z.string().max(50),
    email: optionalText,
    phone: optionalText,
    locale: optionalText,
    ...synced,
    ...USER_FIELDS,
  }),
  toEvents: userEvents,
});

/** Table `ticket_comment`. */
export const commentTable = recordType({
  name: 'ticket_comment_table',
  header: ['id', 'ticket_id', 'created', 'body', 'public', 'user_id'],
  schema: z.object({
    id: vendorId,
    ticket_id: vendorId,
    created: time,
    body: z.string().max(20_000).nullish(),
    public: flagCell,
    user_id: optionalId,
    ...synced,
    ...unkept('call_duration', 'call_id', 'facebook_comment', 'location', 'recording_url', 'started_at', 'transcription_status'),
    ...unkept('transcription_text', 'trusted', 'tweet', 'via_channel', 'voice_comment', 'voice_comment_transcription_visible'),
  }),
  toEvents: (row) => [
    commented(
      { nativeId: commentId(row.id), ticketId: row.ticket_id, at: row.created, actorId: row.user_id },
      row.public,
      row.body,
    ),
  ],
});

/** Table `ticket_field_history`. It has no ids; its key is ticket, field and second. */
export const fieldHistoryTable = recordType({
  name: 'ticket_field_history_table',
  header: ['ticket_id', 'field_name', 'updated', 'value', 'user_id'],
  schema: z.object({
    ticket_id: vendorId,
    field_name: z.string().min(1).max(200),
    updated: time,
    value: z.string().nullish(),
    user_id: optionalId,
    ...synced,
  }),
  toEvents: (row) => [
    fieldMoved({
      nativeId: `field/${row.ticket_id}/${row.field_name}/${row.updated}`,
      ticketId: row.ticket_id,
      at: row.updated,
      actorId: row.user_id,
      field: row.field_name,
      to: row.value,
    }),
  ],
});

/** A table that carries nothing for us: its rows are checked for their ids and counted. */
function lookup(name: string, ids: readonly string[], columns: readonly string[], others: readonly string[] = []) {
  const left = unkept(...columns, ...others);
  return recordType({
    name,
    header: [...ids, ...columns],
    schema: z.object({ ...left, ...synced, ...Object.fromEntries(ids.map((id) => [id, vendorId])) }),
    toEvents: () => [],
  });
}

export const lookups = [
  lookup(
    'organization_table',
    ['id'],
    ['name', 'shared_tickets', 'shared_comments'],
    ['created_at', 'details', 'external_id', 'group_id', 'notes', 'updated_at', 'url'],
  ),
  lookup(
    'schedule_table',
    ['id'],
    ['name', 'time_zone', 'start_time', 'end_time'],
    ['created_at', 'end_time_utc', 'start_time_utc'],
  ),
  lookup('schedule_holiday_table', ['id', 'schedule_id'], ['name', 'start_date', 'end_date']),
  lookup(
    'sla_policy_metric_history_table',
    ['sla_policy_id'],
    ['metric', 'priority', 'target', 'business_hours'],
    ['index', 'sla_policy_updated_at'],
  ),
  lookup('ticket_sla_policy_table', ['ticket_id', 'sla_policy_id'], ['policy_applied_at']),
  lookup('ticket_tag_table', ['ticket_id'], ['tag']),
];
