/** What `--quick` asks for: the same steps in seconds, for figures that are not to be kept. */
export const isQuick = process.argv.includes('--quick');

/** The value below which the share `q` of the figures lies; NaN of none. */
export function quantile(figures: readonly number[], q: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

/** Median, spread and n of some figures, as a cell of a table. */
export function spread(figures: readonly number[], unit: string, digits = 1): string {
  const at = (q: number) => quantile(figures, q).toFixed(digits);
  return `${at(0.5)} ${unit} (${at(0.001)}–${at(1)}, n = ${figures.length})`;
}

/** A table in Markdown. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  console.log([line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n'));
}
