import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { conversation } from '../../contracts/events/conversation.ts';
import { conversationTurn } from '../../contracts/events/conversation-turn.ts';
import { recordType } from '../channel.ts';
import { characteristics, figuresOf, later, sentiment, timeInName } from '../kit/call-analytics.ts';
import { unkept } from '../kit/field.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

const SPEAKERS = {
  AGENT: 'agent',
  SUPERVISOR: 'agent',
  CUSTOMER: 'customer',
  CUSTOM_BOT: 'bot',
  SYSTEM: 'system',
} as const;

const role = z.enum(['AGENT', 'SUPERVISOR', 'CUSTOMER', 'CUSTOM_BOT', 'SYSTEM']);

const item = z.object({
  Id: z.string().min(1).max(256),
  /** Chats have events and attachments beside messages, calls have neither and say nothing. */
  Type: z.enum(['MESSAGE', 'EVENT', 'ATTACHMENT']).nullish(),
  ParticipantId: z.string().max(256).nullish(),
  ParticipantRole: role.nullish(),
  Content: z.string().max(20_000).nullish(),
  ContentType: z.string().max(100).nullish(),
  /** In calls, from the start. */
  BeginOffsetMillis: z.int().min(0).nullish(),
  EndOffsetMillis: z.int().min(0).nullish(),
  /** In chats. */
  AbsoluteTime: isoInstant.nullish(),
  Sentiment: sentiment.nullish(),
  ...unkept('DisplayName', 'LoudnessScore', 'LoudnessScores', 'IssuesDetected', 'Redaction', 'Attachments'),
});

const fields = z.object({
  Channel: z.enum(['VOICE', 'CHAT']),
  JobStatus: z.literal('COMPLETED').nullish(),
  LanguageCode: z.string().min(1).max(35).nullish(),
  CustomerMetadata: z.object({
    ContactId: z.string().min(1).max(200),
    InputS3Uri: z.string().max(2000).nullish(),
    ...unkept('InstanceId', 'InputFiles'),
  }),
  Participants: z.array(z.object({ ParticipantId: z.string().max(256), ParticipantRole: role })).max(100),
  ConversationCharacteristics: characteristics,
  Transcript: z.array(item).max(10_000),
  ...unkept('AccountId', 'Version', 'Categories', 'Configuration', 'ContentMetadata', 'CustomModels', 'JobDetails'),
});

/** One analysed contact. A call's start is in the name of its recording, or else it counts when it reached us. */
export const contact = recordType({
  name: 'contact',
  schema: fields.superRefine((record, context) => {
    const roles = rolesOf(record);
    record.Transcript.forEach((said, i) => {
      const path = ['Transcript', i];
      if (said.Type !== 'EVENT' && roleOf(said, roles) === undefined)
        context.addIssue({ code: 'custom', path: [...path, 'ParticipantId'], message: 'expected one of the Participants' });
      if (record.Channel === 'VOICE' && said.BeginOffsetMillis == null)
        context.addIssue({
          code: 'custom',
          path: [...path, 'BeginOffsetMillis'],
          message: 'expected the start of a turn in a call',
        });
      if (record.Channel === 'CHAT' && said.AbsoluteTime == null)
        context.addIssue({ code: 'custom', path: [...path, 'AbsoluteTime'], message: 'expected the time of an item in a chat' });
    });
  }),
  toEvents: (record, { receivedAt }) => {
    const id = record.CustomerMetadata.ContactId;
    const isCall = record.Channel === 'VOICE';
    const touchpoint = isCall ? 'service_call' : 'service_chat';
    const known = isCall ? timeInName(record.CustomerMetadata.InputS3Uri ?? '') : (record.Transcript[0]?.AbsoluteTime ?? null);
    const startedAt = known ?? receivedAt;
    const turns = turnsOf(record, startedAt);
    const answer = turns.find(({ speaker }) => speaker === 'agent');
    const figures = figuresOf(record.ConversationCharacteristics);
    const at = (nativeId: string, occurredAt: string) => ({
      nativeId,
      version: Date.parse(receivedAt),
      occurredAt,
      businessDate: businessDate(startedAt, zone),
    });
    return [
      draft(conversation, at(id, startedAt), {
        conversation_id: id,
        medium: isCall ? 'call' : 'chat',
        touchpoint,
        status: answer === undefined ? 'abandoned' : 'answered',
        started_at: startedAt,
        answered_at: known === null || answer === undefined ? null : later(known, answer.began_ms),
        ended_at: known === null || figures.duration_ms == null ? null : later(known, figures.duration_ms),
        ...figures,
        language: record.LanguageCode,
      }),
      ...turns.map(({ turnId, ...turn }, i) =>
        draft(conversationTurn, at(`${id}/${turnId}`, later(startedAt, turn.began_ms)), {
          conversation_id: id,
          turn_number: i + 1,
          ...turn,
        }),
      ),
    ];
  },
});

type Contact = z.output<typeof fields>;
type Item = z.output<typeof item>;

/** Roles by participant: a turn of a call names its participant only. */
function rolesOf({ Participants }: Contact): ReadonlyMap<unknown, Item['ParticipantRole']> {
  return new Map(Participants.map(({ ParticipantId, ParticipantRole }) => [ParticipantId, ParticipantRole]));
}

function roleOf(said: Item, roles: ReturnType<typeof rolesOf>): keyof typeof SPEAKERS | undefined {
  return said.ParticipantRole ?? roles.get(said.ParticipantId) ?? undefined;
}

/** What was said, without joining, leaving and the like. A picture or a menu is a turn without words. */
function turnsOf(record: Contact, startedAt: string) {
  const roles = rolesOf(record);
  return record.Transcript.flatMap((said) => {
    const speaker = roleOf(said, roles);
    if (said.Type === 'EVENT' || speaker === undefined) return [];
    const isText = (said.ContentType ?? 'text/plain').startsWith('text/');
    const turn = {
      turnId: said.Id,
      speaker: SPEAKERS[speaker],
      comment: isText ? said.Content : null,
      sentiment: said.Sentiment,
      began_ms: said.BeginOffsetMillis ?? Math.max(0, Date.parse(said.AbsoluteTime ?? startedAt) - Date.parse(startedAt)),
      finished_ms: said.EndOffsetMillis,
    };
    return [turn];
  });
}
