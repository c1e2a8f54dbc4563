import { z } from 'zod';
import { nearest } from '../contracts/nearest.ts';
import { ModelError } from './errors.ts';
import { valuesSql } from './sql-text.ts';

const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected a snake_case name');

/** How the lists of a config file become rows: a record of the last list named is a row, and has the plain fields of all records around it. */
export const rowsSpec = z.strictObject({
  of: z.string().regex(/^[a-z][a-z0-9_]*\.yml$/, 'expected a file of sql/config/, such as journeys.yml'),
  each: z.array(z.strictObject({ list: name, position: name.optional(), item: name.optional() })).default([]),
});

export const rowType = z.enum(['varchar', 'bigint', 'double', 'boolean', 'date']);

type RowsSpec = z.output<typeof rowsSpec>;
export type RowType = z.infer<typeof rowType>;
type Fields = Readonly<Record<string, unknown>>;
interface Found {
  readonly fields: Fields;
  readonly where: string;
}

/**
 * The rows that a config file gives a model, as one statement of either engine's SQL. A field that a record lacks is null.
 * @throws {ModelError} naming record and field for a value that its column cannot hold, a list that is none, and two values of one name.
 */
export function configSql(file: string, value: unknown, spec: RowsSpec, columns: ReadonlyMap<string, RowType>): string {
  let found: Found[] = recordsOf(file, value).map((record, index) => ({ fields: record, where: `record ${index + 1}` }));
  for (const { list, position, item } of spec.each) {
    found = found.flatMap(({ fields, where }) => {
      const within = fields[list];
      if (within === undefined) return [];
      if (!Array.isArray(within)) throw new ModelError(`${file}: ${where}: ${list}: expected a list`);
      const { [list]: _, ...outer } = fields;
      return within.map((one: unknown, index): Found => {
        const place = `${where}: ${list} ${index + 1}`;
        const inner = item === undefined ? recordOf(file, place, one) : { [item]: one };
        const numbered = position === undefined ? inner : { ...inner, [position]: index + 1 };
        const twice = Object.keys(numbered).find((key) => key in outer && isPlain(outer[key]));
        if (twice !== undefined) throw new ModelError(`${file}: ${place}: ${twice}: a record around it has this field too`);
        return { fields: { ...outer, ...numbered }, where: place };
      });
    });
  }
  const rows = found.map(({ fields, where }) =>
    [...columns].map(([column, type]) => cellOf(`${file}: ${where}: ${column}`, fields[column] ?? null, type)),
  );
  return valuesSql(columns, rows);
}

function recordsOf(file: string, value: unknown): Fields[] {
  if (!Array.isArray(value)) throw new ModelError(`${file}: expected a list of records`);
  return value.map((one: unknown, index) => recordOf(file, `record ${index + 1}`, one));
}

function recordOf(file: string, where: string, value: unknown): Fields {
  const record = z.record(z.string(), z.unknown()).safeParse(value);
  if (!record.success) throw new ModelError(`${file}: ${where}: expected a record with fields`);
  return record.data;
}

const isPlain = (value: unknown) => typeof value !== 'object' || value === null;

function cellOf(where: string, value: unknown, type: RowType): string | null {
  if (value === null) return null;
  const isRight =
    type === 'boolean'
      ? typeof value === 'boolean'
      : type === 'bigint'
        ? Number.isSafeInteger(value)
        : type === 'double'
          ? Number.isFinite(value)
          : typeof value === 'string' && (type === 'varchar' || /^\d{4}-\d{2}-\d{2}$/.test(value));
  if (!isRight) throw new ModelError(`${where}: expected a ${type}, found ${JSON.stringify(value)}`);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * Holds every field of a config file against the columns and lists that the models on it name, so that a mistyped one is not taken for a missing one.
 * @throws {ModelError} naming record, field and the nearest known one.
 */
export function refuseUnreadFields(file: string, value: unknown, known: ReadonlySet<string>): void {
  const visit = (one: unknown, where: string): void => {
    if (Array.isArray(one)) one.forEach((item, index) => visit(item, `${where} ${index + 1}`));
    else if (!isPlain(one))
      for (const [field, inner] of Object.entries(recordOf(file, where, one))) {
        if (!known.has(field)) {
          const near = nearest(field, [...known]);
          const hint = near === undefined ? '' : `; the nearest is ${near}`;
          throw new ModelError(`${file}: ${where}: ${field}: no model reads this field${hint}`);
        }
        visit(inner, `${where}: ${field}`);
      }
  };
  visit(value, 'record');
}
