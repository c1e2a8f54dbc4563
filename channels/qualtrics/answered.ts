import { type Draft, draft } from '../../contracts/event.ts';
import { surveyResponse } from '../../contracts/events/survey-response.ts';
import { answerColumns, type GivenAnswer } from '../kit/answers.ts';
import { CARRIED, carriedByLink } from '../kit/link.ts';
import { readQuestionCode } from '../kit/question.ts';
import { businessDate } from '../kit/time.ts';
import { zone } from './zone.ts';

export const touchpoint = 'feedback';

/** A response, whichever way it was exported. */
interface Answered {
  readonly id: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly recordedAt: string;
  /** In numbers or words, as exported. */
  readonly status: string;
  readonly isFinished: boolean;
  readonly language: string | null;
  readonly distribution: string | null;
  readonly email: string | null;
  /** Id that the contact list gave the customer. */
  readonly reference: string | null;
  /** Answers and embedded data, by column. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly answers: readonly GivenAnswer[];
}

/** Previews, tests and spam, by number and by word. */
const NO_CUSTOMER = new Set([
  '1',
  '2',
  '8',
  '9',
  '17',
  'Survey Preview',
  'Survey Test',
  'Spam',
  'Preview Spam',
  'Offline Survey Preview',
]);

const SENT_BY: Readonly<Record<string, string>> = { anonymous: 'web', qr: 'qr', email: 'email', sms: 'sms' };
const LANGUAGES: Readonly<Record<string, string>> = { 'ZH-S': 'zh-Hans', 'ZH-T': 'zh-Hant' };

export function answeredEvents(given: Answered): Draft[] {
  if (NO_CUSTOMER.has(given.status)) return [];
  const carried = carriedByLink(given.values);
  const surveyId = given.values['survey_id'];
  return [
    draft(
      surveyResponse,
      {
        nativeId: given.id,
        version: Date.parse(given.recordedAt),
        occurredAt: given.endedAt,
        businessDate: businessDate(given.endedAt, zone),
      },
      {
        response_id: given.id,
        survey_id: typeof surveyId === 'string' && surveyId.trim() !== '' ? surveyId.trim() : 'qualtrics',
        status: given.isFinished ? 'completed' : 'partial',
        ...carried,
        email_key: carried.email_key ?? given.email,
        member_key: carried.member_key ?? given.reference,
        touchpoint: carried.touchpoint ?? touchpoint,
        sent_by: given.distribution === null ? null : (SENT_BY[given.distribution] ?? given.distribution),
        started_at: given.startedAt,
        completed_at: given.isFinished ? given.endedAt : null,
        language: given.language === null ? null : (LANGUAGES[given.language] ?? given.language.toLowerCase()),
        ...answerColumns(given.answers),
      },
    ),
  ];
}

const EMBEDDED = new Set<string>([...CARRIED, 'survey_id']);
const SHORT_NUMBER = /^-?\d{1,3}(?:\.\d{1,6})?$/;

/**
 * What a column says. A column is a question or a field of embedded data, which only its code can tell: without one, a short number is
 * kept and a text is not, since it may be a name. `_TEXT` is what was written beside an option, `_NPS_GROUP` follows from the score.
 */
export function columnAnswer(column: string, value: unknown, label: string | null): GivenAnswer[] {
  if (EMBEDDED.has(column) || column.endsWith('_NPS_GROUP') || value === '' || value == null) return [];
  const code = readQuestionCode(column);
  if (column.endsWith('_TEXT') && code.keeps !== 'comment') return [];
  const text = wordsOf(value);
  const isNumber = text !== null && !Array.isArray(value) && (typeof value === 'number' || SHORT_NUMBER.test(text));
  const isScored = code.metric !== null || (isNumber && code.keeps === 'number');
  const choice = code.keeps === 'choice' ? (label ?? text) : label;
  const score = isScored ? Number(isNumber ? value : Number.NaN) : null;
  return [{ questionId: column, code, score, choice, text, isMistyped: code.keeps !== 'number' && (choice ?? text) === null }];
}

/** A text or number, or a list of them, as text. */
function wordsOf(value: unknown): string | null {
  if (Array.isArray(value)) return value.every((one) => wordsOf(one) !== null) ? value.map(wordsOf).join('; ') : null;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}
