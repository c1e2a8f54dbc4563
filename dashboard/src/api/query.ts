import type { Span } from '../period/period.ts';
import type { DimensionOf, MeasureOf, Subject } from './members.ts';

type Operator = 'equals' | 'notEquals' | 'set' | 'gte' | 'lte';

export interface Condition<D extends string> {
  readonly member: D;
  readonly operator: Operator;
  readonly values?: readonly string[];
}

export type Filter<D extends string> = Condition<D> | { readonly or: readonly Condition<D>[] };

/** A question to one view, its members without the view's name. */
export interface Query<S extends Subject, M extends MeasureOf<S>, D extends DimensionOf<S>> {
  readonly subject: S;
  readonly measures: readonly M[];
  readonly dimensions?: readonly D[];
  /** Business dates looked at; all when left out. */
  readonly span?: Span;
  /** One row a day or a week, in `day` of the row. */
  readonly by?: 'day' | 'week';
  readonly filters?: readonly Filter<DimensionOf<S>>[];
  readonly order?: readonly (readonly [string, 'asc' | 'desc'])[];
  readonly limit?: number;
}

/** The query as Cube's REST API takes it. */
export function toCube<S extends Subject, M extends MeasureOf<S>, D extends DimensionOf<S>>(view: string, query: Query<S, M, D>) {
  const full = (member: string) => `${view}.${member}`;
  const condition = (c: Condition<string>) => ({
    member: full(c.member),
    operator: c.operator,
    ...(c.values && { values: [...c.values] }),
  });
  const isTimed = query.span !== undefined || query.by !== undefined;
  return {
    measures: query.measures.map(full),
    dimensions: (query.dimensions ?? []).map(full),
    ...(isTimed && {
      timeDimensions: [
        {
          dimension: full('business_date'),
          ...(query.by && { granularity: query.by }),
          ...(query.span && { dateRange: [query.span.from, query.span.to] }),
        },
      ],
    }),
    filters: (query.filters ?? []).map((f) => ('or' in f ? { or: f.or.map(condition) } : condition(f))),
    ...(query.order && { order: query.order.map(([member, way]) => [full(member), way]) }),
    limit: query.limit ?? 5000,
  };
}

/** One answered row: measures are numbers, dimensions are text, `day` is the day or the week's Monday when rows go by time. */
export type Row<M extends string, D extends string> = { readonly [K in M]: number | null } & {
  readonly [K in D]: string | null;
} & { readonly day: string | null };
