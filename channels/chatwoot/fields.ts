import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { conversation as conversationEvent } from '../../contracts/events/conversation.ts';
import { epochSeconds } from '../kit/epoch.ts';
import { unkept, vendorId } from '../kit/field.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

const identifier = z.string().max(512).nullish();

/** An ISO time, or as the guide shows one, `2020-03-03 13:05:57 UTC`; as a UTC instant. */
export const chatwootTime = z
  .string()
  .transform((text) => text.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/, '$1T$2Z'))
  .pipe(isoInstant);

export const account = z.object({ id: z.int().min(1), ...unkept('name') });

/** What Chatwoot knows of a customer. `identifier` is our own number of the customer, given to it by us. */
export const person = {
  id: z.int().min(1),
  email: identifier,
  phone_number: identifier,
  identifier,
  ...unkept(
    'name',
    'avatar',
    'avatar_url',
    'thumbnail',
    'additional_attributes',
    'custom_attributes',
    'blocked',
    'account',
    'type',
  ),
};

/** The identifiers of a customer. The number that Chatwoot gives is one too, within its account. */
export function personKeys(accountId: number, sender: z.output<z.ZodObject<typeof person>> | null | undefined) {
  if (sender == null) return {};
  return {
    account_key: `${accountId}/${sender.id}`,
    email_key: sender.email,
    phone_key: sender.phone_number,
    member_key: sender.identifier,
  };
}

/** A conversation, as it stands in its own events and inside each of its messages. */
export const conversationFields = {
  id: z.int().min(1),
  inbox_id: z.int().min(1).nullish(),
  channel: z.string().max(200).nullish(),
  status: z.enum(['open', 'resolved', 'pending', 'snoozed']),
  labels: z.array(z.string().min(1).max(200)).nullish(),
  meta: z
    .object({
      sender: z.object(person).nullish(),
      assignee: z
        .object({
          id: vendorId,
          ...unkept('name', 'email', 'avatar_url', 'thumbnail', 'available_name', 'type', 'availability_status'),
        })
        .nullish(),
      ...unkept('team', 'hmac_verified', 'assignee_type'),
    })
    .nullish(),
  first_reply_created_at: z.union([chatwootTime, epochSeconds], 'expected a time').nullish(),
  last_activity_at: epochSeconds.nullish(),
  created_at: epochSeconds,
  /** Seconds with a fraction; missing in older versions. */
  updated_at: z.number().min(0).max(253_402_300_799).nullish(),
  ...unkept(
    'account_id',
    'additional_attributes',
    'custom_attributes',
    'can_reply',
    'contact_inbox',
    'messages',
    'snoozed_until',
    'unread_count',
    'priority',
    'waiting_since',
    'agent_last_seen_at',
    'contact_last_seen_at',
    'timestamp',
    'group',
    'group_source_id',
    'group_title',
    'group_contacts',
  ),
};

/** Ids count from 1 in each account, so the account's stands before them. */
export function conversationId(accountId: number, id: number): string {
  return `${accountId}/${id}`;
}

/** A conversation in its latest state. */
export function conversationDraft(
  accountId: number,
  found: z.output<z.ZodObject<typeof conversationFields>>,
  receivedAt: string,
) {
  const id = conversationId(accountId, found.id);
  const isResolved = found.status === 'resolved';
  const answeredAt = found.first_reply_created_at;
  const ended = isResolved ? found.last_activity_at : null;
  return draft(
    conversationEvent,
    {
      nativeId: id,
      version: found.updated_at == null ? Date.parse(receivedAt) : Math.round(found.updated_at * 1000),
      occurredAt: found.created_at,
      businessDate: businessDate(found.created_at, zone),
    },
    {
      conversation_id: id,
      medium: found.channel === 'Channel::Voice' ? 'call' : 'chat',
      ...personKeys(accountId, found.meta?.sender),
      touchpoint: 'service_chat',
      queue: found.inbox_id == null ? null : String(found.inbox_id),
      agent_id: found.meta?.assignee?.id,
      topic: found.labels?.[0],
      status: isResolved ? (answeredAt == null ? 'missed' : 'answered') : 'open',
      started_at: found.created_at,
      answered_at: answeredAt,
      ended_at: ended,
      duration_ms: ended == null ? null : Math.max(0, Date.parse(ended) - Date.parse(found.created_at)),
    },
  );
}
