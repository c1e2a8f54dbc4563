import type { EventContract } from '../../contracts/event.ts';

export interface OutputColumn {
  readonly name: string;
  /** In the engine's own words. */
  readonly type: string;
}

/** Rows of one model that are written and replaced together. `key` is a day of the partition column, or `all`. */
export interface Part {
  readonly key: string;
  /** Relative to the warehouse folder. */
  readonly files: readonly string[];
  readonly rows: number;
}

/** What a relation name stands for while one model runs. */
export type Source =
  | { readonly kind: 'parts'; readonly columns: readonly OutputColumn[]; readonly parts: readonly Part[] }
  | { readonly kind: 'lake'; readonly contract: EventContract; readonly keys: readonly string[] };

/** Where a model's new rows go. */
export interface Target {
  readonly model: string;
  readonly build: string;
  /** Date column whose days are the parts; none for one part `all`. */
  readonly partition: string | null;
}

/** A column that tells which of two rows is later; ascending where the smaller value wins. */
export interface Ordering {
  readonly column: string;
  readonly isAscending: boolean;
}

export interface MergeRequest {
  readonly sql: string;
  readonly target: Target & { readonly partition: string };
  readonly columns: readonly OutputColumn[];
  readonly existing: readonly Part[];
  readonly key: readonly string[];
  readonly latestBy: readonly Ordering[];
  /** Lake relation that the SQL reads, to see that it drops no event. */
  readonly lakeRelation: string;
}

export interface ReplaceRequest {
  readonly sql: string;
  readonly target: Target & { readonly partition: string };
  readonly columns: readonly OutputColumn[];
  readonly existing: readonly Part[];
  readonly days: readonly string[];
}

/** New parts, and the keys of all parts that they stand in for: a touched key without a part has no rows any more. */
export interface Rewritten {
  readonly touched: readonly string[];
  readonly parts: readonly Part[];
}

export interface Found {
  readonly count: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Names and bindings of one running model, apart from all others. */
export interface Bench {
  bind(relation: string, source: Source): Promise<void>;
  columnsOf(sql: string): Promise<readonly OutputColumn[]>;
  /** Runs the whole model. */
  full(sql: string, target: Target, columns: readonly OutputColumn[]): Promise<readonly Part[]>;
  /** Runs the model on new lake files and lets the latest version of each key win, wherever it lay. */
  merge(request: MergeRequest): Promise<Rewritten>;
  /** Runs the model for some days of its output. */
  replace(request: ReplaceRequest): Promise<Rewritten>;
  /** Whether two sets of parts hold the same rows. May say no when it would be costly to tell. */
  sameRows(columns: readonly OutputColumn[], before: readonly Part[], after: readonly Part[]): Promise<boolean>;
  /** How many rows a query has, and the first of them. */
  find(sql: string, limit: number): Promise<Found>;
  close(): Promise<void>;
}

/** What a build needs of the machine that runs SQL. */
export interface Engine {
  /** Changes when the same text may give other rows: part of every model's fingerprint. */
  readonly version: string;
  bench(): Promise<Bench>;
  /** Stops every running statement. */
  interrupt(): void;
  close(): void;
}
