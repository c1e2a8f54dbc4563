import type { z } from 'zod';
import type { ColumnType } from '../contracts/column.ts';

export type OutputType = Exclude<ColumnType, 'array(varchar)'>;
type Columns = Readonly<Record<string, OutputType>>;

type OutputCell = string | number | boolean | null;
type OutputRow<C extends Columns> = { readonly [K in keyof C]: OutputCell };

/** A model in TypeScript: small mathematics that SQL has no words for. */
export interface Program {
  /** Queries by name, in the SQL of Athena. */
  readonly reads: Readonly<Record<string, string>>;
  readonly columns: Columns;
  /** @throws {z.ZodError} when the rows that were read are not as the program says. */
  readonly rows: (read: Readonly<Record<string, readonly unknown[]>>) => readonly Readonly<Record<string, OutputCell>>[];
}

/** Ties the function of a program to what it reads and gives. */
export function defineProgram<
  I extends z.ZodType<Readonly<Record<string, readonly unknown[]>>>,
  const C extends Columns,
>(program: {
  readonly reads: { readonly [K in keyof z.output<I>]: string };
  /** Rows of each query. Whole numbers and decimals may come as texts: coerce them. */
  readonly inputs: I;
  readonly columns: C;
  /** Pure: the same rows in any order give the same rows in any order. */
  readonly rows: (inputs: z.output<I>) => readonly OutputRow<C>[];
}): Program {
  const { reads, columns } = program;
  return { reads, columns, rows: (read) => program.rows(program.inputs.parse(read)) };
}
