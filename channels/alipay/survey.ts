import type { TextSurvey } from '../kit/text-response.ts';

/** The survey that messages answer. */
export const survey: TextSurvey = { surveyId: 'alipay', question: 'nps', touchpoint: 'feedback' };
