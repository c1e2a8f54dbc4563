/** How often two that were put together belong together (precision), and two that belong together were put together (recall). */
export function pairwise(rows: readonly { readonly found: string; readonly truth: string }[]): {
  readonly precision: number;
  readonly recall: number;
  readonly pairs: number;
} {
  const right = pairsOf(rows.map(({ found, truth }) => `${found} ${truth}`));
  const found = pairsOf(rows.map((row) => row.found));
  const pairs = pairsOf(rows.map(({ truth }) => truth));
  return { precision: right / found, recall: right / pairs, pairs };
}

function pairsOf(groups: readonly string[]): number {
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0);
}
