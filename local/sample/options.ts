/** What decides every byte of the sample: equal options, equal records. */
export interface SampleOptions {
  readonly seed: number;
  /** Length of the story, in business days. */
  readonly days: number;
  /** Last business day, `2026-11-20`. The day before today in UTC keeps every receipt in the past. */
  readonly endDate: string;
  /** 1 is 300,000 orders in 90 days. */
  readonly scale: number;
}

export const DEFAULTS = { seed: 7, days: 90, scale: 1 } as const satisfies Omit<SampleOptions, 'endDate'>;
