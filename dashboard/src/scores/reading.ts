import { fromBounds, fromShare, type Reading } from '../statistics/estimate.ts';

export const NPS = ['nps', 'nps_low', 'nps_high', 'nps_n'] as const;
export const CSAT = ['csat', 'csat_low', 'csat_high', 'csat_n'] as const;
export const CES = ['ces', 'ces_low', 'ces_high', 'ces_n'] as const;
export const LATE = ['late_ratio', 'late_low', 'late_high', 'late_n'] as const;
export const RESPONSE = ['response_ratio', 'response_low', 'response_high', 'delivered_count'] as const;

type Values<Names extends readonly string[]> = { readonly [K in Names[number]]: number | null };

const NOTHING: Reading = { n: 0, estimate: null };

function shareOf(ratio: number | null, low: number | null, high: number | null, count: number | null): Reading {
  const n = count ?? 0;
  if (n === 0 || ratio === null || low === null || high === null) return { n, estimate: null };
  return { n, estimate: fromShare(100 * ratio, 100 * low, 100 * high, n) };
}

export function npsOf(row: Values<typeof NPS> | undefined): Reading {
  if (row === undefined) return NOTHING;
  const n = row.nps_n ?? 0;
  if (n === 0 || row.nps === null || row.nps_low === null || row.nps_high === null) return { n, estimate: null };
  return { n, estimate: fromBounds(row.nps, row.nps_low, row.nps_high, n) };
}

/** Share of the top two boxes, in per cent. */
export function csatOf(row: Values<typeof CSAT> | undefined): Reading {
  return row === undefined ? NOTHING : shareOf(row.csat, row.csat_low, row.csat_high, row.csat_n);
}

/** Share of those who found it easy, in per cent. */
export function cesOf(row: Values<typeof CES> | undefined): Reading {
  return row === undefined ? NOTHING : shareOf(row.ces, row.ces_low, row.ces_high, row.ces_n);
}

/** Share of promised orders that came late, in per cent. */
export function lateOf(row: Values<typeof LATE> | undefined): Reading {
  return row === undefined ? NOTHING : shareOf(row.late_ratio, row.late_low, row.late_high, row.late_n);
}

/** Share of delivered invites that were answered, in per cent. */
export function responseOf(row: Values<typeof RESPONSE> | undefined): Reading {
  return row === undefined ? NOTHING : shareOf(row.response_ratio, row.response_low, row.response_high, row.delivered_count);
}
