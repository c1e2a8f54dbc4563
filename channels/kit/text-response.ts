import { type Draft, draft } from '../../contracts/event.ts';
import { contact } from '../../contracts/events/contact.ts';
import { surveyResponse } from '../../contracts/events/survey-response.ts';
import { answerColumns } from './answers.ts';
import type { customerKeys } from './customer.ts';
import { readQuestionCode } from './question.ts';
import { readTextAnswer } from './text-answer.ts';

/** The survey that a channel of plain messages asks: messages themselves do not say which question they answer. */
export interface TextSurvey {
  readonly surveyId: string;
  /** Code of its one question, in the words of `question.ts`. It must have a metric. */
  readonly question: string;
  readonly touchpoint: string;
}

/** A message that a customer sent. */
interface CustomerMessage {
  /** The vendor's id of it. */
  readonly id: string;
  /** UTC instant. */
  readonly at: string;
  readonly businessDate: string;
  readonly text: string;
  readonly sentBy: 'sms' | 'whatsapp' | 'wechat' | 'alipay' | 'email';
  readonly customer: Partial<ReturnType<typeof customerKeys>>;
  readonly inviteId?: string | null;
  /** What the vendor itself found: that the customer asked to stop (false) or to go on (true). */
  readonly consent?: boolean | null;
}

/**
 * A message as an answer: a `survey_response` with score and comment. Who asks not to be written to again has dismissed the survey and
 * becomes a `contact` that must not be asked; who asks to go on becomes one that may be.
 */
export function textResponse(message: CustomerMessage, survey: TextSurvey): Draft[] {
  const code = readQuestionCode(survey.question);
  if (code.scale === null) throw new TypeError(`survey ${survey.surveyId}: expected the code of a question with a metric`);
  const read = readTextAnswer(message.text, code.scale);
  const consent = message.consent ?? read.consent;
  const occurrence = { nativeId: message.id, version: 0, occurredAt: message.at, businessDate: message.businessDate };
  const asked = consent === null ? [] : [draft(contact, occurrence, { ...message.customer, can_contact: consent })];
  if (consent === true) return asked;
  const answers = consent === false ? [] : [{ questionId: survey.question, code, score: read.score }];
  const response = draft(surveyResponse, occurrence, {
    response_id: message.id,
    survey_id: survey.surveyId,
    invite_id: message.inviteId,
    status: consent === false ? 'dismissed' : 'completed',
    ...message.customer,
    touchpoint: survey.touchpoint,
    sent_by: message.sentBy,
    completed_at: consent === false ? null : message.at,
    ...answerColumns(answers),
    comment: consent === false ? null : read.comment,
  });
  return [response, ...asked];
}
