import { createHash } from 'node:crypto';
import type { SampleOptions } from '../../../local/sample/options.ts';

/** Small enough for every test run, large enough to count. */
export const SMALL: SampleOptions = { seed: 7, days: 90, endDate: '2026-11-20', scale: 0.02, stores: 120 };

/** Digest of records as they would be sent. */
export function digestOf(records: Iterable<object>): string {
  const hash = createHash('sha256');
  for (const record of records) hash.update(JSON.stringify(record)).update('\n');
  return hash.digest('hex');
}
