import { z } from 'zod';
import type { Draft } from '../../contracts/event.ts';
import { recordType } from '../channel.ts';
import { unkept, vendorId } from '../kit/field.ts';
import { isoInstant } from '../kit/time.ts';
import { commented, commentId, fieldMoved } from './move.ts';
import { optionalId } from './words.ts';

const id = vendorId;

/** https://developer.zendesk.com/documentation/ticketing/reference-guides/ticket-audit-events-reference/ */
const fieldEvent = z.object({
  id,
  type: z.enum(['Create', 'Change']),
  field_name: z.string().min(1).max(200),
  value: z.unknown().optional(),
  previous_value: z.unknown().optional(),
});

const commentEvent = z.object({
  id,
  type: z.enum(['Comment', 'VoiceComment']),
  body: z.string().max(20_000).nullish(),
  public: z.boolean(),
  ...unkept(
    'attachments',
    'audit_id',
    'author_id',
    'data',
    'formatted_from',
    'formatted_to',
    'html_body',
    'metadata',
    'plain_body',
    'via',
  ),
});

/** Notifications, CCs, macros and whatever Zendesk adds: its documentation asks to pass over what is not known. */
const otherEvent = z
  .object({ type: z.string() })
  .refine(
    ({ type }) => !['Create', 'Change', 'Comment', 'VoiceComment'].includes(type),
    'expected an event of that type as documented',
  )
  .transform(() => null);

/** An update of a ticket and what changed with it. An author of −1, and a rule, are the system. */
export const audit = recordType({
  name: 'audit',
  schema: z.object({
    id,
    ticket_id: id,
    created_at: isoInstant,
    author_id: z.union([z.int(), z.string().max(200)], 'expected an id').nullish(),
    via: z.object({ channel: z.union([z.string(), z.int()]).nullish(), ...unkept('source') }).nullish(),
    events: z.array(z.union([fieldEvent, commentEvent, otherEvent])).max(5000),
    ...unkept('metadata'),
  }),
  toEvents: ({ ticket_id: ticketId, created_at: at, author_id: author, via, events }): Draft[] => {
    const isSystem = via?.channel === 'rule' || Number(author) === -1;
    const actor = {
      actorId: isSystem ? null : optionalId.parse(author),
      actorRole: isSystem ? ('system' as const) : null,
    };
    return events.flatMap((event) => {
      if (event === null) return [];
      if ('public' in event)
        return [commented({ nativeId: commentId(event.id), ticketId, at, ...actor }, event.public, event.body)];
      const { field_name: field, previous_value: from, value: to } = event;
      return [
        fieldMoved({ nativeId: `event/${event.id}`, ticketId, at, ...actor, field, from, to, isFirst: event.type === 'Create' }),
      ];
    });
  },
});
