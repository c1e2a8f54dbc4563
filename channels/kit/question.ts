/** What a question asks for, told by the code that its author gave it in the survey tool. */
export interface QuestionCode {
  readonly metric: 'nps' | 'csat' | 'ces' | null;
  /** `v2` unless the code says `v1`; null unless the metric is ces. */
  readonly cesVersion: 'v1' | 'v2' | null;
  /** Driver or touchpoint it asks about, when narrower than the survey. */
  readonly about: string | null;
}

const CODE = /^(nps|csat|ces)(?:_(v[12]))?(?:_([a-z]\w*))?$/;

/**
 * Survey tools know question types, not what we measure, so the author says it in the question's code (ref, export tag, variable name):
 * `nps`, `csat`, `ces_v2`, and with a driver behind it `csat_waiting`. Any other code is an ordinary question.
 */
export function readQuestionCode(code: string): QuestionCode {
  const [, metric, version, about = null] = CODE.exec(code.trim().toLowerCase()) ?? [];
  if (metric === 'ces') return { metric, cesVersion: version === 'v1' ? 'v1' : 'v2', about };
  if (metric === 'nps' || metric === 'csat') return { metric, cesVersion: null, about };
  return { metric: null, cesVersion: null, about: null };
}
