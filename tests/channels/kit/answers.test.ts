import { expect, test } from 'vitest';
import { z } from 'zod';
import { answerColumns, checkAnswers, type GivenAnswer } from '../../../channels/kit/answers.ts';
import { readQuestionCode } from '../../../channels/kit/question.ts';

const answer = (code: string, given: Omit<GivenAnswer, 'questionId' | 'code'>): GivenAnswer => ({
  questionId: code,
  code: readQuestionCode(code),
  ...given,
});

test.each([
  ['nps', { metric: 'nps', scale: { min: 0, max: 10 }, about: null }],
  ['NPS_delivery', { metric: 'nps', about: 'delivery' }],
  ['csat', { metric: 'csat', scale: { min: 1, max: 5 } }],
  ['csat7_waiting', { metric: 'csat', scale: { min: 1, max: 7 }, about: 'waiting' }],
  ['ces', { metric: 'ces', cesVersion: 'v2', scale: { min: 1, max: 7 } }],
  ['ces_v1_return', { metric: 'ces', cesVersion: 'v1', scale: { min: 1, max: 5 }, about: 'return' }],
  ['comment_waiting', { metric: null, keeps: 'comment', about: 'waiting' }],
  ['choice', { metric: null, keeps: 'choice' }],
  ['nps5', { metric: null, keeps: 'number' }],
  ['csat_5', { metric: null }],
  ['commented', { metric: null, keeps: 'number' }],
  ['Q1', { metric: null, keeps: 'number' }],
])('the code %s is read', (code, expected) => {
  expect(readQuestionCode(code)).toMatchObject(expected);
});

test('answers fill the columns of a response: overall scores, comments, and every answer that has a value', () => {
  const columns = answerColumns([
    answer('nps', { score: 9 }),
    answer('csat7_waiting', { score: 3 }),
    answer('ces_v1', { score: 2 }),
    answer('comment', { text: ' slow ' }),
    answer('comment_waiting', { text: 'very slow' }),
    answer('Q7', { text: 'a name, perhaps' }),
    answer('choice_reason', { choice: 'price' }),
  ]);
  expect(columns).toMatchObject({ nps_score: 9, ces_score: 2, ces_version: 'v1', comment: 'slow\nvery slow' });
  expect(columns.csat_score).toBeUndefined();
  expect(columns.answers.map(({ question_id }) => question_id)).toEqual(['nps', 'csat7_waiting', 'ces_v1', 'choice_reason']);
  expect(JSON.stringify(columns)).not.toContain('a name, perhaps');
});

test('answers that contradict each other or their scale are reported', () => {
  const problemsOf = (...answers: GivenAnswer[]) =>
    z
      .any()
      .superRefine((_, context) => checkAnswers(answers, context, ['answers']))
      .safeParse(null)
      .error?.issues.map(({ message }) => message) ?? [];
  expect(problemsOf(answer('nps', { score: 9 }), answer('nps_food', { score: 3 }), answer('nps', {}))).toEqual([]);
  expect(problemsOf(answer('nps', { score: 9 }), answer('nps', { score: 3 }))).toHaveLength(1);
  expect(problemsOf(answer('nps', { score: 11 }))).toEqual(['expected a whole number from 0 to 10 for a question coded nps']);
  expect(problemsOf(answer('csat_food', { score: 4.5 }))).toHaveLength(1);
});
