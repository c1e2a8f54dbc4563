/** Selects what the pages of every tier but the analyst's read, and all that this is made from. */
export const SHOWN: readonly string[] = ['feedback', 'invite_daily', 'order_daily', 'score_daily', 'target'].map(
  (model) => `+${model}`,
);
