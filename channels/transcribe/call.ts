import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { conversation } from '../../contracts/events/conversation.ts';
import { conversationTurn } from '../../contracts/events/conversation-turn.ts';
import { recordType } from '../channel.ts';
import { characteristics, figuresOf, later, sentiment, timeInName } from '../kit/call-analytics.ts';
import { unkept } from '../kit/field.ts';
import { businessDate } from '../kit/time.ts';
import { zone } from './zone.ts';

/** Recordings are often named after who called. */
const PERSONAL_NAME = /@|(?<!\d)\+?(?:86)?1[3-9]\d{9}(?!\d)|\+\d{8}/;

const SPEAKERS = { AGENT: 'agent', CUSTOMER: 'customer' } as const;

const turn = z.object({
  Id: z.string().min(1).max(200),
  ParticipantRole: z.enum(['AGENT', 'CUSTOMER']),
  Content: z.string().max(20_000),
  BeginOffsetMillis: z.int().min(0),
  EndOffsetMillis: z.int().min(0),
  Sentiment: sentiment.nullish(),
  ...unkept('Items', 'LoudnessScores', 'IssuesDetected', 'OutcomesDetected', 'ActionItemsDetected', 'Redaction'),
});

/**
 * One analysed call, told by the name of its job. The output does not say when the call was: the job's name does, or else it counts
 * when it reached us.
 */
export const call = recordType({
  name: 'call',
  schema: z.object({
    JobName: z
      .string()
      .min(1)
      .max(200)
      .refine((name) => !PERSONAL_NAME.test(name), {
        error: 'expected a job name without a phone number or e-mail address: it becomes the id of the conversation',
      }),
    JobStatus: z.literal('COMPLETED'),
    Channel: z.literal('VOICE').nullish(),
    LanguageCode: z.string().min(1).max(35).nullish(),
    ConversationCharacteristics: characteristics,
    Transcript: z.array(turn).max(10_000),
    ...unkept('AccountId', 'Categories', 'ContentMetadata', 'Participants'),
  }),
  toEvents: (record, { receivedAt }) => {
    const { JobName, Transcript } = record;
    const known = timeInName(JobName);
    const startedAt = known ?? receivedAt;
    const figures = figuresOf(record.ConversationCharacteristics);
    const answer = Transcript.find(({ ParticipantRole }) => ParticipantRole === 'AGENT');
    const at = (nativeId: string, occurredAt: string) => ({
      nativeId,
      version: Date.parse(receivedAt),
      occurredAt,
      businessDate: businessDate(startedAt, zone),
    });
    return [
      draft(conversation, at(JobName, startedAt), {
        conversation_id: JobName,
        medium: 'call',
        touchpoint: 'service_call',
        status: answer === undefined ? 'abandoned' : 'answered',
        started_at: startedAt,
        answered_at: known === null || answer === undefined ? null : later(known, answer.BeginOffsetMillis),
        ended_at: known === null || figures.duration_ms == null ? null : later(known, figures.duration_ms),
        ...figures,
        language: record.LanguageCode,
      }),
      ...Transcript.map((said, i) =>
        draft(conversationTurn, at(`${JobName}/${said.Id}`, later(startedAt, said.BeginOffsetMillis)), {
          conversation_id: JobName,
          turn_number: i + 1,
          speaker: SPEAKERS[said.ParticipantRole],
          comment: said.Content,
          sentiment: said.Sentiment,
          began_ms: said.BeginOffsetMillis,
          finished_ms: said.EndOffsetMillis,
        }),
      ),
    ];
  },
});
