import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { surveyResponse } from '../../contracts/events/survey-response.ts';
import { recordType } from '../channel.ts';
import { answerColumns, checkAnswers, type GivenAnswer } from '../kit/answers.ts';
import { unkept } from '../kit/field.ts';
import { carriedByLink, carriedFields } from '../kit/link.ts';
import { readQuestionCode } from '../kit/question.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import { zone } from './zone.ts';

export const touchpoint = 'feedback';

const id = z.string().min(1).max(200);
const optionLabel = z.string().max(900).nullish();

/** `type` says under which name the value stands. Names, payments, files and the text of "Other" are not kept. */
const answer = z.object({
  type: z.string().max(50),
  field: z.object({ id, type: z.string().max(50), ref: z.string().max(255).nullish() }),
  number: z.number().nullish(),
  boolean: z.boolean().nullish(),
  text: z.string().max(20_000).nullish(),
  email: z.string().max(512).nullish(),
  phone_number: z.string().max(512).nullish(),
  choice: z.object({ label: optionLabel, ...unkept('id', 'ref', 'other') }).nullish(),
  choices: z.object({ labels: z.array(z.string()).nullish(), ...unkept('ids', 'refs', 'other') }).nullish(),
  ...unkept('date', 'url', 'file_url', 'payment'),
});

type Answer = z.output<typeof answer>;

const form = z.object({
  form_id: id,
  token: id,
  landed_at: isoInstant,
  submitted_at: isoInstant,
  hidden: z.looseObject(carriedFields).nullish(),
  answers: z.array(answer).max(500).nullish(),
  ...unkept('response_url', 'calculated', 'variables', 'definition', 'ending', 'thankyou_screen_ref', 'outcome'),
});

/** A submitted form. It does not change later. */
export const formResponse = recordType({
  name: 'form_response',
  schema: z
    .object({ event_type: z.literal('form_response'), form_response: form, ...unkept('event_id') })
    .superRefine(({ form_response }, context) =>
      checkAnswers((form_response.answers ?? []).map(given), context, ['form_response', 'answers']),
    ),
  toEvents: ({ form_response: response }) => {
    const answers = response.answers ?? [];
    const carried = carriedByLink(response.hidden ?? {});
    return [
      draft(
        surveyResponse,
        {
          nativeId: response.token,
          version: Date.parse(response.submitted_at),
          occurredAt: response.submitted_at,
          businessDate: businessDate(response.submitted_at, zone),
        },
        {
          response_id: response.token,
          survey_id: response.form_id,
          status: 'completed',
          ...carried,
          email_key: carried.email_key ?? answers.find(({ email }) => email != null)?.email,
          phone_key: carried.phone_key ?? answers.find(({ phone_number }) => phone_number != null)?.phone_number,
          touchpoint: carried.touchpoint ?? touchpoint,
          sent_by: 'web',
          started_at: response.landed_at,
          completed_at: response.submitted_at,
          ...answerColumns(answers.map(given)),
        },
      ),
    ];
  },
});

/** Types of questions that say themselves what they are, when their author gave them no code as ref. */
const CODE_OF_TYPE: Readonly<Record<string, string>> = { nps: 'nps', long_text: 'comment' };

function given({ field, number, boolean, text, choice, choices }: Answer): GivenAnswer {
  const code = readQuestionCode(field.ref ?? '');
  const ordinary = code.metric === null && code.about === null && code.keeps === 'number';
  const label = choice?.label ?? choices?.labels?.join('; ') ?? (boolean == null ? null : boolean ? 'yes' : 'no');
  return {
    questionId: field.ref ?? field.id,
    code: ordinary ? readQuestionCode(CODE_OF_TYPE[field.type] ?? '') : code,
    score: number,
    choice: label === '' ? null : label,
    text,
  };
}
