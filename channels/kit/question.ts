/** What a question asks for, told by the code that its author gave it in the survey tool. */
export interface QuestionCode {
  readonly metric: 'nps' | 'csat' | 'ces' | null;
  /** `v2` unless the code says `v1`; null unless the metric is ces. */
  readonly cesVersion: 'v1' | 'v2' | null;
  /** Ends of the scale asked; null unless there is a metric. */
  readonly scale: { readonly min: number; readonly max: number } | null;
  /** `comment`: its answer is free text. `choice`: its answer is one of a few labels. Of any other question only a number is kept. */
  readonly keeps: 'number' | 'comment' | 'choice';
  /** Driver or touchpoint it asks about, when narrower than the survey. */
  readonly about: string | null;
}

const CODE = /^(?:(nps)|(csat)(5|7|10)?|(ces)(?:_(v[12]))?|(comment|choice))(?:_([a-z]\w*))?$/;

const ORDINARY: QuestionCode = { metric: null, cesVersion: null, scale: null, keeps: 'number', about: null };

/**
 * Survey tools know question types, not what we measure, so the author says it in the question's code (ref, export tag, question id):
 * `nps`, `csat` (of five; `csat7`, `csat10`), `ces` or `ces_v1`, `comment` and `choice`, each with a driver or touchpoint behind it
 * when it asks about less than the whole: `csat_waiting`. Any other code is an ordinary question.
 */
export function readQuestionCode(code: string): QuestionCode {
  const found = CODE.exec(code.trim().toLowerCase());
  if (found === null) return ORDINARY;
  const [, nps, csat, top, ces, version, kept, about = null] = found;
  if (nps !== undefined) return { ...ORDINARY, metric: 'nps', scale: { min: 0, max: 10 }, about };
  if (csat !== undefined) return { ...ORDINARY, metric: 'csat', scale: { min: 1, max: Number(top ?? 5) }, about };
  if (ces !== undefined) {
    const cesVersion = version === 'v1' ? 'v1' : 'v2';
    return { ...ORDINARY, metric: 'ces', cesVersion, scale: { min: 1, max: cesVersion === 'v1' ? 5 : 7 }, about };
  }
  return { ...ORDINARY, keeps: kept === 'choice' ? 'choice' : 'comment', about };
}
