import type { z } from 'zod';
import type { QuestionCode } from './question.ts';

/** One answer as a survey tool sent it, with what its question's code says. */
export interface GivenAnswer {
  readonly questionId: string;
  readonly code: QuestionCode;
  readonly score?: number | null;
  /** Label of the options chosen, as the author wrote it. */
  readonly choice?: string | null;
  /** What the customer wrote. Kept only when it answers a `comment`. */
  readonly text?: string | null;
  /** Set when the value is of another type than the code asks for. */
  readonly isMistyped?: boolean;
}

const METRICS = ['nps', 'csat', 'ces'] as const;

/** Answers to the survey's own question for a metric; answers about one driver or touchpoint are not it. */
function overall(answers: readonly GivenAnswer[], metric: (typeof METRICS)[number]): GivenAnswer[] {
  return answers.filter(({ code, score }) => code.metric === metric && code.about === null && score != null);
}

/** Reports what a record's answers contradict: two overall answers for one metric, and scores that are not on their scale. */
export function checkAnswers(answers: readonly GivenAnswer[], context: z.RefinementCtx, path: readonly string[]): void {
  const report = (message: string) => context.addIssue({ code: 'custom', path: [...path], message });
  for (const metric of METRICS) {
    if (overall(answers, metric).length > 1) report(`expected at most one answered question coded ${metric} without a driver`);
  }
  for (const { code, score, isMistyped = false } of answers) {
    if (isMistyped) report(`expected ${askedBy(code)} for a question coded ${code.metric ?? code.keeps}`);
    if (code.scale === null || score == null) continue;
    const { min, max } = code.scale;
    if (!Number.isInteger(score) || score < min || score > max)
      report(`expected a whole number from ${min} to ${max} for a question coded ${code.metric}`);
  }
}

function askedBy({ metric, keeps }: QuestionCode): string {
  if (metric !== null) return 'a number';
  return keeps === 'choice' ? 'a label or a list of labels' : 'text';
}

/** The columns of a `survey_response` that its answers fill. */
export function answerColumns(answers: readonly GivenAnswer[]) {
  const csat = overall(answers, 'csat')[0];
  const ces = overall(answers, 'ces')[0];
  const comments = answers.flatMap(({ code, text }) =>
    code.keeps === 'comment' && text != null && text.trim() !== '' ? [text.trim()] : [],
  );
  return {
    nps_score: overall(answers, 'nps')[0]?.score,
    csat_score: csat?.score,
    csat_scale_max: csat?.code.scale?.max,
    ces_score: ces?.score,
    ces_version: ces?.code.cesVersion,
    comment: comments.length === 0 ? null : comments.join('\n'),
    answers: answers.flatMap(({ questionId, code, score = null, choice = null }) =>
      score === null && choice === null
        ? []
        : [
            {
              question_id: questionId,
              metric: code.metric,
              about: code.about,
              score,
              scale_min: code.scale?.min ?? null,
              scale_max: code.scale?.max ?? null,
              choice,
            },
          ],
    ),
  };
}
