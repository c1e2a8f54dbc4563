import { useRows } from '../api/use-rows.ts';
import type { Span } from '../period/period.ts';
import { CSAT, csatOf, LATE, lateOf, NPS, npsOf, RESPONSE, responseOf } from '../scores/reading.ts';
import { invitesIn, onlyMode, type Scope } from '../scores/scope.ts';
import { inJourneyOrder, type Mode } from '../scores/touchpoints.ts';
import type { Loading } from '../api/use-rows.ts';
import type { Reading } from '../statistics/estimate.ts';
import { type Pair, testAll, type Tested } from '../scores/pairs.ts';

/** Units now and before, tested together, and how far the asking has come. */
export interface Asked<K> {
  readonly pairs: readonly Tested<K>[];
  readonly of: readonly Loading[];
}

const NOTHING: Reading = { n: 0, estimate: null };

function paired<K, R>(
  now: readonly R[],
  earlier: readonly R[],
  keyOf: (row: R) => string,
  toKey: (row: R) => K,
  read: (row: R) => Reading,
): Pair<K>[] {
  const past = new Map(earlier.map((row) => [keyOf(row), read(row)]));
  return now.map((row) => ({ key: toKey(row), now: read(row), before: past.get(keyOf(row)) ?? NOTHING }));
}

/** NPS of all, now and before. */
export function useNps(scope: Scope): Asked<'all'> {
  const ask = (span: Span) => ({ subject: 'score', measures: NPS, span, filters: scope.unit }) as const;
  const now = useRows(ask(scope.span));
  const earlier = useRows(ask(scope.prior));
  const pair = { key: 'all' as const, now: npsOf(now.rows[0]), before: npsOf(earlier.rows[0]) };
  return { pairs: testAll([pair]), of: [now, earlier] };
}

export interface RegionMode {
  readonly region: string;
  readonly name: string | null;
  readonly nameEn: string | null;
  readonly mode: Mode;
}

const MOST_REGIONS = 8;

/** NPS of every region, dine-in and delivery apart. The largest regions only, when there are many. */
export function useRegionModes(scope: Scope): Asked<RegionMode> {
  const ask = (mode: Mode, span: Span) =>
    ({
      subject: 'score',
      measures: NPS,
      dimensions: ['region_id', 'region_name', 'region_name_en'],
      span,
      filters: [...scope.unit, onlyMode(mode)],
      order: [['nps_n', 'desc']],
    }) as const;
  const dineIn = useRows(ask('dine_in', scope.span));
  const dineInBefore = useRows(ask('dine_in', scope.prior));
  const delivery = useRows(ask('delivery', scope.span));
  const deliveryBefore = useRows(ask('delivery', scope.prior));
  const pairsOf = (mode: Mode, now: typeof dineIn, earlier: typeof dineIn) =>
    paired(
      now.rows.filter((row) => (row.nps_n ?? 0) > 0),
      earlier.rows,
      (row) => row.region_id ?? '',
      (row) => ({ region: row.region_id ?? '', name: row.region_name, nameEn: row.region_name_en, mode }),
      npsOf,
    );
  const all = [...pairsOf('dine_in', dineIn, dineInBefore), ...pairsOf('delivery', delivery, deliveryBefore)];
  const kept = [...new Set(all.map(({ key }) => key.region))].slice(0, MOST_REGIONS);
  return {
    pairs: testAll(all.filter(({ key }) => kept.includes(key.region))),
    of: [dineIn, dineInBefore, delivery, deliveryBefore],
  };
}

/** CSAT of every stage, in journey order. */
export function useTouchpoints(scope: Scope): Asked<string> {
  const ask = (span: Span) =>
    ({ subject: 'score', measures: CSAT, dimensions: ['touchpoint'], span, filters: scope.unit }) as const;
  const now = useRows(ask(scope.span));
  const earlier = useRows(ask(scope.prior));
  const rows = now.rows.filter((row) => row.touchpoint !== null && (row.csat_n ?? 0) > 0);
  const pairs = paired(
    rows,
    earlier.rows,
    (row) => row.touchpoint ?? '',
    (row) => row.touchpoint ?? '',
    csatOf,
  );
  return { pairs: testAll(pairs.sort((a, b) => inJourneyOrder(a.key, b.key))), of: [now, earlier] };
}

/** Late share of all promised orders. */
export function useLate(scope: Scope): Asked<'all'> {
  const ask = (span: Span) => ({ subject: 'order', measures: LATE, span, filters: scope.unit }) as const;
  const now = useRows(ask(scope.span));
  const earlier = useRows(ask(scope.prior));
  const pair = { key: 'all' as const, now: lateOf(now.rows[0]), before: lateOf(earlier.rows[0]) };
  return { pairs: testAll([pair]), of: [now, earlier] };
}

export interface Region {
  readonly region: string;
  readonly name: string | null;
  readonly nameEn: string | null;
}

/** Late share by region, most orders first. */
export function useLateByRegion(scope: Scope): Asked<Region> {
  const ask = (span: Span) =>
    ({
      subject: 'order',
      measures: LATE,
      dimensions: ['region_id', 'region_name', 'region_name_en'],
      span,
      filters: scope.unit,
      order: [['late_n', 'desc']],
    }) as const;
  const now = useRows(ask(scope.span));
  const earlier = useRows(ask(scope.prior));
  const rows = now.rows.filter((row) => (row.late_n ?? 0) > 0).slice(0, MOST_REGIONS);
  const toKey = (row: (typeof rows)[number]) => ({
    region: row.region_id ?? '',
    name: row.region_name,
    nameEn: row.region_name_en,
  });
  return { pairs: testAll(paired(rows, earlier.rows, (row) => row.region_id ?? '', toKey, lateOf)), of: [now, earlier] };
}

/** Response rate, all and by the way the invite went; the way is null for all. */
export function useResponse(scope: Scope): Asked<string | null> {
  const total = (span: Span) => ({ subject: 'invite', measures: RESPONSE, span, filters: scope.unit }) as const;
  const byWay = (span: Span) =>
    ({
      subject: 'invite',
      measures: RESPONSE,
      dimensions: ['sent_by'],
      span,
      filters: scope.unit,
      order: [['delivered_count', 'desc']],
    }) as const;
  const { span, prior } = invitesIn(scope);
  const now = useRows(total(span));
  const earlier = useRows(total(prior));
  const waysNow = useRows(byWay(span));
  const waysBefore = useRows(byWay(prior));
  const all = { key: null, now: responseOf(now.rows[0]), before: responseOf(earlier.rows[0]) };
  const ways = paired(
    waysNow.rows.filter((row) => row.sent_by !== null && (row.delivered_count ?? 0) > 0),
    waysBefore.rows,
    (row) => row.sent_by ?? '',
    (row) => row.sent_by,
    responseOf,
  );
  return { pairs: [...testAll([all]), ...testAll(ways)], of: [now, earlier, waysNow, waysBefore] };
}
