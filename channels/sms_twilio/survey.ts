import type { TextSurvey } from '../kit/text-response.ts';

/** The survey that text messages answer. */
export const survey: TextSurvey = { surveyId: 'sms', question: 'nps', touchpoint: 'feedback' };
