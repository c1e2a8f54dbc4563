import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSession } from '../session/signed-in.tsx';
import { isExpired } from '../session/session.ts';
import { load } from './cube.ts';
import { ApiError } from './errors.ts';
import type { DimensionOf, MeasureOf, Subject } from './members.ts';
import { type Catalogue, loadCatalogue } from './meta.ts';
import type { Query, Row } from './query.ts';

/** How far a question has come, whatever its rows. */
export interface Loading {
  readonly isPending: boolean;
  readonly error: ApiError | null;
  /** When the rows that are shown were had; 0 before the first. */
  readonly hadAtMs: number;
  readonly retry: () => void;
}

export interface Loaded<R> extends Loading {
  readonly rows: readonly R[];
}

/** Any error as one of ours. */
export function asApiError(error: unknown): ApiError | null {
  if (error === null || error === undefined) return null;
  return error instanceof ApiError
    ? error
    : new ApiError('strange', error instanceof Error ? error.message : 'something else was thrown', { cause: error });
}

/** The rows of a query to Cube, as the signed-in person may see them. */
export function useRows<S extends Subject, const M extends MeasureOf<S>, const D extends DimensionOf<S> = never>(
  query: Query<S, M, D>,
): Loaded<Row<M, D>> {
  const session = useSession();
  const { token, person } = session;
  const result = useQuery({
    queryKey: ['cube', person.id, person.tier, query],
    queryFn: ({ signal }) => {
      if (isExpired(session, Date.now())) throw new ApiError('expired', 'the token has expired');
      return load(token, person.tier, query, signal);
    },
    placeholderData: keepPreviousData,
  });
  return {
    rows: result.data ?? [],
    isPending: result.data === undefined && result.error === null,
    error: asApiError(result.error),
    hadAtMs: result.dataUpdatedAt,
    retry: () => void result.refetch(),
  };
}

/** The catalogue of what the signed-in person may ask; null until it is here. */
export function useCatalogue(): Catalogue | null {
  const { token, person } = useSession();
  const result = useQuery({
    queryKey: ['meta', person.id],
    queryFn: ({ signal }) => loadCatalogue(token, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return result.data ?? null;
}
