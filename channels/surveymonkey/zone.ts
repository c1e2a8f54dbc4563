/** Zone of the business days of this channel: SurveyMonkey's times are in UTC and name no other. */
export const zone = 'Asia/Shanghai';
