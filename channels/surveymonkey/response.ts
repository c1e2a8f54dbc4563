import { z } from 'zod';
import { draft } from '../../contracts/event.ts';
import { surveyResponse } from '../../contracts/events/survey-response.ts';
import { recordType } from '../channel.ts';
import { answerColumns, checkAnswers, type GivenAnswer } from '../kit/answers.ts';
import { optionalText, unkept, vendorId } from '../kit/field.ts';
import { carriedByLink, carriedFields } from '../kit/link.ts';
import { readQuestionCode } from '../kit/question.ts';
import { businessDate, isoInstant } from '../kit/time.ts';
import type { Question } from './questions.ts';
import { zone } from './zone.ts';

export const touchpoint = 'feedback';

const answer = z.object({
  choice_id: vendorId.nullish(),
  row_id: vendorId.nullish(),
  other_id: vendorId.nullish(),
  text: z.string().max(20_000).nullish(),
  ...unkept('col_id', 'tag_data', 'simple_text', 'download_url', 'content_type', 'choice_metadata'),
});

const question = z.object({
  id: vendorId,
  answers: z.array(answer).max(500),
  ...unkept('variable_id', 'heading', 'family', 'subtype'),
});

const schema = z.object({
  id: z.string().min(1).max(200),
  survey_id: z.string().min(1).max(200),
  response_status: z.enum(['completed', 'partial', 'overquota', 'disqualified']),
  collection_mode: optionalText,
  date_created: isoInstant,
  date_modified: isoInstant,
  custom_variables: z.looseObject(carriedFields).nullish(),
  email_address: optionalText,
  pages: z.array(z.object({ questions: z.array(question).max(500), ...unkept('id') })).max(500),
  ...unkept('href', 'collector_id', 'recipient_id', 'total_time', 'ip_address', 'custom_value', 'first_name', 'last_name'),
  ...unkept(
    'logic_path',
    'metadata',
    'page_path',
    'edit_url',
    'analyze_url',
    'current_page_id',
    'quiz_results',
    'survey_version',
  ),
});

type Pages = z.output<typeof schema>['pages'];

/** Modes in which it was no customer who answered. */
const NO_CUSTOMER = new Set(['preview', 'survey_preview']);

/** A response with its answers, in its latest state: a later `date_modified` replaces it. Who did not qualify has not answered. */
export function responseType(questions: Readonly<Record<string, Question>>) {
  return recordType({
    name: 'response',
    schema: schema.superRefine(({ pages }, context) => checkAnswers(answersOf(pages, questions), context, ['pages'])),
    toEvents: (record) => {
      if (NO_CUSTOMER.has(record.collection_mode ?? '') || record.response_status === 'disqualified') return [];
      const carried = carriedByLink(record.custom_variables ?? {});
      const isCompleted = record.response_status !== 'partial';
      return [
        draft(
          surveyResponse,
          {
            nativeId: record.id,
            version: Date.parse(record.date_modified),
            occurredAt: record.date_modified,
            businessDate: businessDate(record.date_modified, zone),
          },
          {
            response_id: record.id,
            survey_id: record.survey_id,
            status: isCompleted ? 'completed' : 'partial',
            ...carried,
            email_key: carried.email_key ?? record.email_address,
            touchpoint: carried.touchpoint ?? touchpoint,
            sent_by: 'web',
            started_at: record.date_created,
            completed_at: isCompleted ? record.date_modified : null,
            ...answerColumns(answersOf(record.pages, questions)),
          },
        ),
      ];
    },
  });
}

/** One answer a question, or a row of it. Of a question that nobody described the choices' ids are kept, and of its texts nothing. */
function answersOf(pages: Pages, known: Readonly<Record<string, Question>>): GivenAnswer[] {
  const found = new Map<string, { code: string; score: number | null; labels: string[]; texts: string[] }>();
  for (const { id, answers } of pages.flatMap((page) => page.questions)) {
    for (const { row_id: row, choice_id: choice, other_id: other, text } of answers) {
      const questionId = row == null ? id : `${id}/${row}`;
      const { code = '', choices = {} } = known[questionId] ?? known[id] ?? {};
      let given = found.get(questionId);
      if (given === undefined) found.set(questionId, (given = { code, score: null, labels: [], texts: [] }));
      const meaning = choice == null ? undefined : (choices[choice] ?? choice);
      if (typeof meaning === 'number') given.score = meaning;
      if (typeof meaning === 'string') given.labels.push(meaning);
      if (text != null && other == null) given.texts.push(text);
    }
  }
  return [...found].map(([questionId, { code: word, score, labels, texts }]) => {
    const code = readQuestionCode(word);
    const isUnscored = code.metric !== null && score === null;
    return {
      questionId,
      code,
      score: isUnscored ? numberIn(texts) : score,
      choice: labels.length === 0 ? null : labels.join('; '),
      text: texts.join('\n'),
    };
  });
}

/** Sliders and numeric fields answer a scored question by a text. */
function numberIn(texts: readonly string[]): number | null {
  const [text = ''] = texts;
  return text.trim() === '' ? null : Number(text);
}
