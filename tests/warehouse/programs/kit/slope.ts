/** Least squares; null where x does not vary. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number | null {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const variance = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  return variance === 0 ? null : points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / variance;
}
