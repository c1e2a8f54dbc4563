/** What is asked by a question: its code, as `kit/question.ts` reads it, and for choices what each is worth or says, by its id. */
export interface Question {
  readonly code: string;
  readonly choices?: Readonly<Record<string, number | string>>;
}

/**
 * The questions of your surveys by id, or `<question id>/<row id>` for one row of a matrix. A response names its questions and choices
 * by id only; `GET /v3/surveys/{id}/details` has the ids beside the texts. This one is of the examples in SurveyMonkey's documentation.
 */
export const QUESTIONS: Readonly<Record<string, Question>> = {
  '319352786': { code: 'csat', choices: { '3057839051': 5, '3057839052': 4, '3057839053': 3, '3057839054': 2, '3057839055': 1 } },
};
