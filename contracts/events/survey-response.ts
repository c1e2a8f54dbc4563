import { z } from 'zod';
import { customer, freeText, id, instant, integer, oneOf, optional, place, records } from '../column.ts';
import { defineEvent } from '../event.ts';

/** One answer to one question, as kept in `survey_response.answers`. */
const answer = z.object({
  question_id: z.string().min(1).max(200),
  /** The metric the question feeds, or null for any other question. */
  metric: z.enum(['nps', 'csat', 'ces']).nullable(),
  /** Touchpoint or driver the question asks about, when narrower than the survey's own. */
  about: z.string().max(200).nullable(),
  score: z.number().nullable(),
  scale_min: z.int().nullable(),
  scale_max: z.int().nullable(),
  /** Chosen option or short label; never free text. */
  choice: z.string().max(1000).nullable(),
});

export const surveyResponse = defineEvent({
  table: 'survey_response',
  version: 1,
  about: 'What a customer answered to a survey, or that they dismissed it.',
  grain: 'one response to one survey',
  columns: {
    response_id: id('Response, in the words of the survey tool.'),
    survey_id: id('Questionnaire.'),
    survey_version: optional(id('Version of the questionnaire.')),
    invite_id: optional(id('Invite that asked for it.')),
    order_id: optional(id('Order it is about.')),
    status: oneOf(['completed', 'partial', 'dismissed'], 'How far the customer came.'),
    ...customer,
    ...place,
    sent_by: optional(id('Way the survey reached the customer: wechat, sms, email, app, web, qr.')),
    started_at: optional(instant('First question shown.')),
    completed_at: optional(instant('Last answer given.')),
    nps_score: optional(integer('Likelihood to recommend, 0 to 10.', { min: 0, max: 10 })),
    csat_score: optional(integer('Satisfaction on the scale asked.', { min: 1, max: 10 })),
    csat_scale_max: optional(integer('Top of the satisfaction scale: 5, 7 or 10.', { min: 3, max: 10 })),
    ces_score: optional(integer('Effort on the scale of `ces_version`.', { min: 1, max: 7 })),
    ces_version: optional(oneOf(['v1', 'v2'], 'v1: 1–5, high is hard. v2: 1–7 agreement, high is easy.')),
    comment: optional(freeText('What the customer wrote.')),
    language: optional(id('BCP 47 tag of the comment.')),
    answers: optional(records(answer, 'Every answer, a JSON record each.')),
  },
});
