import type { EventContract } from '../../contracts/event.ts';

export interface OutputColumn {
  readonly name: string;
  /** In the engine's own words. */
  readonly type: string;
}

/** Rows of one model that change together. `key` is a day of the partition column, or `all`. */
export interface Part {
  readonly key: string;
  /** Relative to the warehouse folder. A file may hold many parts. */
  readonly files: readonly string[];
  readonly rows: number;
  /** Build that last changed these rows; they may have moved to another file since. */
  readonly since: string;
}

/** Where all rows of one model lie. */
export interface Table {
  readonly columns: readonly OutputColumn[];
  /** Date column whose days are the parts; none for one part `all`. */
  readonly partition: string | null;
  readonly parts: readonly Part[];
  /** Parts that still lie in files of `parts` but no longer count. */
  readonly superseded: readonly Part[];
}

/** What a relation name stands for while one model runs. */
export type Source =
  /** A model: all of it, or the parts with these keys. */
  | { readonly kind: 'table'; readonly table: Table; readonly keys: ReadonlySet<string> | null }
  /** Of these, the rows whose columns have values that are also met in one of the relations. */
  | {
      readonly kind: 'matching';
      readonly table: Table;
      readonly keys: ReadonlySet<string> | null;
      readonly columns: readonly string[];
      readonly relations: readonly string[];
    }
  /** Values of some columns in rows that only one of two states has, in the parts with these keys. */
  | {
      readonly kind: 'changes';
      readonly before: Table | null;
      readonly after: Table;
      readonly keys: ReadonlySet<string>;
      readonly columns: readonly string[];
    }
  /** Rows of a query over names that are bound; of one that is read several times an engine may keep them. */
  | { readonly kind: 'query'; readonly sql: string; readonly isReadOften?: boolean }
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

/** Of a model that keeps the latest version of each key: the key, and the lake relation that its SQL reads. */
export interface Versions {
  readonly key: readonly string[];
  readonly lakeRelation: string;
}

export interface MergeRequest extends Versions {
  readonly sql: string;
  readonly target: Target & { readonly partition: string };
  readonly existing: Table;
  readonly latestBy: readonly Ordering[];
}

export interface ReplaceRequest {
  readonly sql: string;
  readonly target: Target & { readonly partition: string };
  readonly existing: Table;
  readonly days: readonly string[];
  /** Whether they are one new day with many rows, which may go straight to a place of their own; nothing else is put in order then. */
  readonly isLargeDay?: boolean;
}

export interface Found {
  readonly count: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Names and bindings of one running model, apart from all others. */
export interface Bench {
  bind(relation: string, source: Source): Promise<void>;
  /** Days of a date column in a bound relation, each once. */
  daysOf(relation: string, column: string): Promise<readonly string[]>;
  columnsOf(sql: string): Promise<readonly OutputColumn[]>;
  /** Runs the whole model. `versions` is given of one that is merged otherwise. */
  full(sql: string, target: Target, columns: readonly OutputColumn[], versions: Versions | null): Promise<Table>;
  /** Runs the model on new lake files and lets the latest version of each key win, wherever it lay. */
  merge(request: MergeRequest): Promise<Table>;
  /** Runs the model for some days of its output. */
  replace(request: ReplaceRequest): Promise<Table>;
  /** Whether two states of a model hold the same rows. May say no when it would be costly to tell. */
  sameRows(before: Table, after: Table): Promise<boolean>;
  /** Columns that have a value in all rows of some parts, as far as that is known without reading rows. */
  knownWithoutNulls(table: Table, keys: ReadonlySet<string> | null): Promise<ReadonlySet<string>>;
  /** Removes a table of this build that nothing names. */
  discard(table: Table): Promise<void>;
  /** How many rows a query has, and the first of them. */
  find(sql: string, limit: number): Promise<Found>;
  close(): Promise<void>;
}

/** What a build needs of the machine that runs SQL. */
export interface Engine {
  /** Changes when the same text may give other rows: part of every model's fingerprint. */
  readonly version: string;
  /** Rows of an input from which a new day is worth a run of its own; null where that saves nothing. */
  readonly largeDay: number | null;
  bench(): Promise<Bench>;
  /** Stops every running statement. */
  interrupt(): void;
  close(): void;
}
