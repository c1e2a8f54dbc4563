import { z } from 'zod';

export const optionsSchema = z.object({
  seed: z.number(),
  /** Length of the story, in business days. */
  days: z.number(),
  /** Last business day, `2026-11-20`. The day before today in UTC keeps every receipt in the past. */
  endDate: z.string(),
  /** 1 is 300,000 orders in 90 days. */
  scale: z.number(),
  /** Stores that are open, spread over the regions. Fewer at a small scale keeps each as busy as in the whole company. */
  stores: z.int().min(12).max(120).default(120),
});

/** What decides every byte of the sample: equal options, equal records. */
export type SampleOptions = Readonly<z.output<typeof optionsSchema>>;

export const DEFAULTS = { seed: 7, days: 90, scale: 1, stores: 120 } as const satisfies Omit<SampleOptions, 'endDate'>;
