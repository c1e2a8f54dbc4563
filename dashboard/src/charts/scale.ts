/** A linear axis with round ticks. */
export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
}

const STEPS = [1, 2, 2.5, 5, 10];

/** Round bounds around the values, about `parts` steps between, `least` wide; never beyond `floor` and `ceiling`. */
export function scaleOver(
  values: readonly number[],
  options: { floor?: number; ceiling?: number; parts?: number; include?: number; least?: number } = {},
): Scale {
  const { floor = Number.NEGATIVE_INFINITY, ceiling = Number.POSITIVE_INFINITY, parts = 4, include, least = 0 } = options;
  const all = include === undefined ? values : [...values, include];
  const middle = all.length > 0 ? (Math.min(...all) + Math.max(...all)) / 2 : 0.5;
  const reach = all.length > 0 ? Math.max((Math.max(...all) - Math.min(...all)) / 2, least / 2) : 0.5;
  const low = Math.max(floor, middle - reach);
  const high = Math.min(ceiling, middle + reach);
  const spread = high - low || Math.abs(high) || 1;
  const power = 10 ** Math.floor(Math.log10(spread / parts));
  const step = power * (STEPS.find((s) => s * power >= spread / parts) ?? 10);
  const min = Math.max(floor, Math.floor(low / step + 1e-9) * step);
  const max = Math.min(ceiling, Math.ceil(high / step - 1e-9) * step);
  const count = Math.max(1, Math.round((max - min) / step));
  const ticks = Array.from({ length: count + 1 }, (_, k) => Number((min + k * step).toFixed(10))).filter(
    (tick) => tick <= max + 1e-9,
  );
  return { min, max: max > min ? max : min + step, ticks };
}

/** Where a value lies, in per cent of the axis, kept on it. */
export function placeOn(scale: Scale, value: number): string {
  const share = (value - scale.min) / (scale.max - scale.min);
  return `${(100 * Math.min(1, Math.max(0, share))).toFixed(2)}%`;
}
