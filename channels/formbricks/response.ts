import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { surveyResponse } from '../../contracts/events/survey-response.ts';
import { recordType } from '../channel.ts';
import { answerColumns, checkAnswers, type GivenAnswer } from '../kit/answers.ts';
import { unkept } from '../kit/field.ts';
import { CARRIED, carriedByLink, carriedFields } from '../kit/link.ts';
import { type QuestionCode, readQuestionCode } from '../kit/question.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

export const touchpoint = 'feedback';

const id = z.string().min(1).max(200);

const data = z.object({
  id,
  surveyId: id,
  createdAt: isoInstant,
  updatedAt: isoInstant,
  finished: z.boolean(),
  /** Answers and hidden fields, by question id and field name. */
  data: z.looseObject(carriedFields),
  contact: z.object({ id: z.string().max(200).nullish(), userId: z.string().max(512).nullish() }).nullish(),
  contactAttributes: z.looseObject(carriedFields).nullish(),
  language: z.string().max(35).nullish(),
  ...unkept('displayId', 'endingId', 'singleUseId', 'survey', 'tags', 'ttc', 'variables', 'meta', 'contactId', 'notes'),
});

/** A response in its latest state: a later `updatedAt` replaces it, whichever of the three events brought it. */
export const response = recordType({
  name: 'response',
  schema: z
    .object({ event: z.enum(['responseCreated', 'responseUpdated', 'responseFinished']), data, ...unkept('webhookId') })
    .superRefine((record, context) => checkAnswers(answersOf(record.data.data), context, ['data', 'data'])),
  toEvents: ({ data: given }) => {
    const carried = carriedByLink(given.data);
    const known = carriedByLink(given.contactAttributes ?? {});
    const occurredAt = given.finished ? given.updatedAt : given.createdAt;
    return [
      draft(
        surveyResponse,
        {
          nativeId: given.id,
          version: Date.parse(given.updatedAt),
          occurredAt,
          businessDate: businessDate(occurredAt, zone),
        },
        {
          response_id: given.id,
          survey_id: given.surveyId,
          status: given.finished ? 'completed' : 'partial',
          ...carried,
          phone_key: carried.phone_key ?? known.phone_key,
          email_key: carried.email_key ?? known.email_key,
          member_key: carried.member_key ?? known.member_key ?? given.contact?.userId,
          account_key: carried.account_key ?? given.contact?.id,
          touchpoint: carried.touchpoint ?? touchpoint,
          sent_by: 'web',
          started_at: given.createdAt,
          completed_at: given.finished ? given.updatedAt : null,
          language: given.language === 'default' || given.language === '' ? null : given.language,
          ...answerColumns(answersOf(given.data)),
        },
      ),
    ];
  },
});

const HIDDEN: ReadonlySet<string> = new Set(CARRIED);

/** A text is an open answer or a label, which only the question's code can tell; a list is several labels. */
function answersOf(values: Readonly<Record<string, unknown>>): GivenAnswer[] {
  return Object.entries(values).flatMap(([questionId, value]) => {
    if (HIDDEN.has(questionId) || questionId === '') return [];
    const code = readQuestionCode(questionId);
    const text = typeof value === 'string' ? value : null;
    const labels = Array.isArray(value) ? value.filter((label) => typeof label === 'string').join('; ') : text;
    return [
      {
        questionId,
        code,
        score: typeof value === 'number' ? value : null,
        choice: code.keeps === 'choice' && labels !== null && labels !== '' ? labels : null,
        text,
        isMistyped: value != null && value !== '' && !suits(value, code),
      },
    ];
  });
}

function suits(value: unknown, { metric, keeps }: QuestionCode): boolean {
  if (metric !== null) return typeof value === 'number';
  if (keeps === 'number') return true; // an ordinary question may be answered with anything
  return typeof value === 'string' || (keeps === 'choice' && Array.isArray(value));
}
