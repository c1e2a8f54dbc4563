import type { TextSurvey } from '../kit/text-response.ts';

/** The survey that messages answer which do not come from a menu. */
export const survey: TextSurvey = { surveyId: 'wechat', question: 'nps', touchpoint: 'feedback' };
