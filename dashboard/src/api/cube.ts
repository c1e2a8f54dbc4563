import { ApiError } from './errors.ts';
import { isRecord, type Json, numberOrNull, plainText, requestJson } from './http.ts';
import { type DimensionOf, type MeasureOf, type Subject, type Tier, viewOf } from './members.ts';
import { type Query, type Row, toCube } from './query.ts';

const LONGEST_WAIT_MS = 30_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Rows of any query, as Cube names them. Asks again while the server says "Continue wait".
 * @throws {ApiError} `slow` when it still says so after half a minute
 */
export async function loadRaw(token: string, query: unknown, signal?: AbortSignal): Promise<Json[]> {
  const giveUpAt = Date.now() + LONGEST_WAIT_MS;
  for (let wait = 100; ; wait = Math.min(wait * 2, 1000)) {
    const body = await requestJson('/cubejs-api/v1/load', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: token },
      body: JSON.stringify({ query }),
      ...(signal && { signal }),
    });
    if (isRecord(body) && Array.isArray(body['data'])) return body['data'].filter(isRecord);
    if (!isRecord(body) || body['error'] !== 'Continue wait') throw new ApiError('strange', 'the answer holds no data');
    if (Date.now() > giveUpAt) throw new ApiError('slow', 'the query is still running');
    await pause(wait);
    signal?.throwIfAborted();
  }
}

/** One row of Cube's answer in the words of the query. */
export function toRow<M extends string, D extends string>(
  view: string,
  query: { readonly measures: readonly M[]; readonly dimensions?: readonly D[]; readonly by?: 'day' | 'week' },
  raw: Json,
): Row<M, D> {
  const day = query.by && plainText(raw[`${view}.business_date.${query.by}`]);
  const entries = [
    ...query.measures.map((name) => [name, numberOrNull(raw[`${view}.${name}`])]),
    ...(query.dimensions ?? []).map((name) => [name, plainText(raw[`${view}.${name}`])]),
    ['day', day?.slice(0, 10) ?? null],
  ];
  return Object.fromEntries(entries);
}

/** The query's rows. */
export async function load<S extends Subject, M extends MeasureOf<S>, D extends DimensionOf<S>>(
  token: string,
  tier: Tier,
  query: Query<S, M, D>,
  signal?: AbortSignal,
): Promise<Row<M, D>[]> {
  const view = viewOf(query.subject, tier);
  const rows = await loadRaw(token, toCube(view, query), signal);
  return rows.map((raw) => toRow<M, D>(view, query, raw));
}
