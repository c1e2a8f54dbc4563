import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { surveyResponse } from '../../contracts/events/survey-response.ts';
import { recordType } from '../channel.ts';
import { customerBlock, customerKeys } from '../kit/customer.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

const answer = z.object({
  question_id: z.string().min(1).max(200),
  metric: z.enum(['nps', 'csat', 'ces']).nullish(),
  about: z.string().max(200).nullish(),
  score: z.number().nullish(),
  scale_min: z.int().nullish(),
  scale_max: z.int().nullish(),
  ces_version: z.enum(['v1', 'v2']).nullish(),
  choice: z.string().max(1000).nullish(),
});

export const responseSchema = z
  .object({
    type: z.literal('response'),
    response_id: z.string().min(1).max(200),
    survey_id: z.string().min(1).max(200),
    survey_version: z.string().max(200).nullish(),
    invite_id: z.string().max(200).nullish(),
    order_id: z.string().max(200).nullish(),
    org_unit_id: z.string().max(200).nullish(),
    touchpoint: z.string().max(200).nullish(),
    status: z.enum(['completed', 'partial', 'dismissed']),
    sent_by: z.string().max(50).nullish(),
    customer: customerBlock.nullish(),
    started_at: isoInstant.nullish(),
    completed_at: isoInstant.nullish(),
    updated_at: isoInstant.nullish(),
    answers: z.array(answer).max(500),
    comment: z.string().max(20_000).nullish(),
    language: z.string().max(35).nullish(),
  })
  .superRefine((record, context) => {
    if (record.completed_at == null && record.started_at == null) {
      context.addIssue({
        code: 'custom',
        path: ['completed_at'],
        message: 'expected completed_at, or started_at when it was not completed',
      });
    }
    const found = overall(record.answers);
    for (const metric of METRICS) {
      if (found[metric].length > 1) {
        context.addIssue({
          code: 'custom',
          path: ['answers'],
          message: `expected at most one overall ${metric} answer (one without "about")`,
        });
      }
    }
    const csat = found.csat[0];
    if (csat?.score != null && (csat.scale_max == null || csat.score > csat.scale_max)) {
      context.addIssue({
        code: 'custom',
        path: ['answers'],
        message: 'expected scale_max with the csat answer, not below its score',
      });
    }
    const ces = found.ces[0];
    if (ces?.score != null && ces.ces_version == null) {
      context.addIssue({ code: 'custom', path: ['answers'], message: 'expected ces_version v1 or v2 with the ces answer' });
    }
  });

type Answer = z.output<typeof answer>;

const METRICS = ['nps', 'csat', 'ces'] as const;

/** Answers to the survey's own question for each metric; answers about one driver or touchpoint are not it. */
function overall(answers: readonly Answer[]): Readonly<Record<(typeof METRICS)[number], Answer[]>> {
  const found: Record<(typeof METRICS)[number], Answer[]> = { nps: [], csat: [], ces: [] };
  for (const one of answers) if (one.metric != null && one.about == null) found[one.metric].push(one);
  return found;
}

/** A submitted, half-filled or dismissed survey. A later `updated_at` replaces the earlier answer of the same `response_id`. */
export const response = recordType({
  name: 'response',
  schema: responseSchema,
  toEvents: (record, { receivedAt }) => {
    const occurredAt = record.completed_at ?? record.started_at ?? receivedAt;
    const found = overall(record.answers);
    const [csat] = found.csat;
    const [ces] = found.ces;
    return [
      draft(
        surveyResponse,
        {
          nativeId: record.response_id,
          version: Date.parse(record.updated_at ?? occurredAt),
          occurredAt,
          businessDate: businessDate(occurredAt, zone),
        },
        {
          response_id: record.response_id,
          survey_id: record.survey_id,
          survey_version: record.survey_version,
          invite_id: record.invite_id,
          order_id: record.order_id,
          status: record.status,
          ...customerKeys(record.customer),
          org_unit_id: record.org_unit_id,
          touchpoint: record.touchpoint,
          sent_by: record.sent_by,
          started_at: record.started_at,
          completed_at: record.completed_at,
          nps_score: found.nps[0]?.score,
          csat_score: csat?.score,
          csat_scale_max: csat?.scale_max,
          ces_score: ces?.score,
          ces_version: ces?.ces_version,
          comment: record.comment,
          language: record.language,
          answers: record.answers.map((one) => ({
            question_id: one.question_id,
            metric: one.metric ?? null,
            about: one.about ?? null,
            score: one.score ?? null,
            scale_min: one.scale_min ?? null,
            scale_max: one.scale_max ?? null,
            choice: one.choice ?? null,
          })),
        },
      ),
    ];
  },
});
