/** A value with its sampling error. Scores and shares are both on a scale of 100: NPS −100 to 100, shares 0 to 100. */
export interface Estimate {
  readonly value: number;
  /** Standard error, on the same scale. */
  readonly se: number;
  /** 95 % bounds, as the measure's definition gives them. */
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** What a measure says: how many answered, and the value unless there are too few. */
export interface Reading {
  readonly n: number;
  readonly estimate: Estimate | null;
}

/** Two-sided 95 %. */
export const Z95 = 1.96;

/** A mean whose interval is value ± 1.96 standard errors, such as NPS: the error is read back from the bounds. */
export function fromBounds(value: number, low: number, high: number, n: number): Estimate {
  return { value, se: (high - low) / (2 * Z95), low, high, n };
}

/** A share in per cent with Wilson bounds: these are not symmetric, so the error comes from the share and its n. */
export function fromShare(value: number, low: number, high: number, n: number): Estimate {
  const share = value / 100;
  return { value, se: 100 * Math.sqrt(Math.max(0, share * (1 - share)) / n), low, high, n };
}
