import { DuckDBDriver } from '@cubejs-backend/duckdb-driver';

const StockQuery = DuckDBDriver.dialectClass();
type Arguments = ConstructorParameters<typeof StockQuery>;

/**
 * DuckDB's dialect over timestamps without a zone, which are UTC in every mart. The stock one compares through
 * `timestamptz`: hundreds of times slower on a large scan, and its answer depends on the time zone of the process.
 */
export class NaiveUtcQuery extends StockQuery {
  /** One planner everywhere: the native one, Cube's default, is only there where its extension is. */
  constructor(compilers: Arguments[0], options: Arguments[1]) {
    super(compilers, { ...options, useNativeSqlPlanner: false });
  }

  /** Our marts are the aggregates. Looking for better ones is half of the time it takes to write a query's SQL. */
  override newPreAggregations() {
    const none = {
      findPreAggregationForQuery: () => undefined,
      canUseTransformedQuery: () => undefined,
      preAggregationsDescription: () => [],
    };
    return Object.assign(super.newPreAggregations(), none);
  }

  /** The stock filter escapes `_`, `%` and the backslash in what it looks for, but DuckDB escapes only where it is told to. */
  override newFilter(filter: unknown) {
    const made = super.newFilter(filter);
    const like = made.likeIgnoreCase.bind(made);
    const likeIgnoreCase: typeof like = (...parts) => `${like(...parts)} escape '\\'`;
    return Object.assign(made, { likeIgnoreCase });
  }

  override convertTz(field: string): string {
    return field;
  }

  override timeStampCast(value: string): string {
    return `cast(${value} as timestamp)`;
  }

  override dateTimeCast(value: string): string {
    return `cast(${value} as timestamp)`;
  }

  override timestampFormat(): string {
    return 'YYYY-MM-DD[T]HH:mm:ss.SSS';
  }
}
