import type { TextSurvey } from '../kit/text-response.ts';

/** The survey that mails answer whose address names no other. */
export const survey: TextSurvey = { surveyId: 'email', question: 'nps', touchpoint: 'feedback' };
