import { inspect } from 'node:util';
import { z } from 'zod';
import type { Found } from './engines/engine.ts';
import { BuildError } from './errors.ts';
import type { OutputType, Program } from './program.ts';
import { valuesSql } from './sql-text.ts';

/** Rows that one query of a program may have. */
const MAX_READ_ROWS = 200_000;
/** Athena takes statements of up to 262,144 bytes, and a program's rows are one. */
const MAX_BYTES = 250_000;

const outputRows = z.array(
  z.record(z.string(), z.unknown(), 'expected a row'),
  'expected a list of rows, at once and not promised',
);

/**
 * Reads what a program asks for and gives its rows as one statement of either engine's SQL.
 * @throws {BuildError} for too many rows, rows that are not as the program says, and cells that their column cannot hold.
 */
export async function programSql(
  program: Program,
  file: string,
  find: (sql: string, limit: number) => Promise<Found>,
): Promise<string> {
  const read: Record<string, readonly unknown[]> = {};
  for (const [name, sql] of Object.entries(program.reads)) {
    const { count, rows } = await find(sql, MAX_READ_ROWS);
    if (count > MAX_READ_ROWS)
      throw new BuildError(
        `${file}: reads.${name}: ${count} rows, expected at most ${MAX_READ_ROWS}: aggregate them in SQL first`,
      );
    read[name] = rows;
  }
  const made = rowsOf(program, read, file);
  const sql = valuesSql(
    new Map(Object.entries(program.columns)),
    made.map((row, index) => cellsOf(program, row, `${file}: row ${index + 1}`)),
  );
  if (Buffer.byteLength(sql) > MAX_BYTES)
    throw new BuildError(
      `${file}: its ${made.length} rows take ${Buffer.byteLength(sql)} bytes as a statement, expected at most ${MAX_BYTES}`,
    );
  return sql;
}

function rowsOf(program: Program, read: Readonly<Record<string, readonly unknown[]>>, file: string): z.infer<typeof outputRows> {
  try {
    const made = outputRows.safeParse(program.rows(read));
    if (made.success) return made.data;
    const [issue] = made.error.issues;
    throw new BuildError(`${file}: ${['rows', ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? ''}`);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [issue] = error.issues;
    throw new BuildError(`${file}: reads.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as inputs says'}`, {
      cause: error,
    });
  }
}

/** A statement with a program's columns and no rows. */
export function emptyProgramSql(program: Program): string {
  return valuesSql(new Map(Object.entries(program.columns)), []);
}

function cellsOf({ columns }: Program, row: Readonly<Record<string, unknown>>, where: string): (string | null)[] {
  const unknown = Object.keys(row).find((name) => !(name in columns));
  if (unknown !== undefined) throw new BuildError(`${where}: ${unknown} is not among the program's columns`);
  return Object.entries(columns).map(([name, type]) => {
    const cell = row[name];
    const text = cell === null ? null : textOf(cell, type);
    if (text === undefined)
      throw new BuildError(
        `${where}: ${name}: expected a ${type} or null, found ${cell === undefined ? 'nothing' : inspect(cell)}`,
      );
    return text;
  });
}

/** A cell as the text that a column of the type is cast from; undefined for one that the type cannot hold. */
function textOf(cell: unknown, type: OutputType): string | undefined {
  if (type === 'boolean') return typeof cell === 'boolean' ? String(cell) : undefined;
  if (!/^(bigint|double|decimal)/.test(type)) return typeof cell === 'string' ? cell : undefined;
  const isHeld = type === 'bigint' ? Number.isSafeInteger(cell) : Number.isFinite(cell);
  return typeof cell === 'number' && isHeld ? String(cell) : undefined;
}
