import { z } from 'zod';
import type { RecordType } from '../channel.ts';

/** A cell that may be missing; in a table it is then blank. */
export function cell<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((value) => (value === '' ? null : value), schema.nullish());
}

/** A number, which a table writes as text. */
export const numberCell = z.union(
  [
    z.number(),
    z
      .string()
      .regex(/^-?\d{1,15}(\.\d{1,6})?$/)
      .transform(Number),
  ],
  'expected a number like 39.95',
);

/** A truth, which a table writes as text. */
export const flagCell = z.union(
  [
    z.boolean(),
    z
      .string()
      .regex(/^(?:true|false)$/i)
      .transform((text) => text.toLowerCase() === 'true'),
  ],
  'expected true or false',
);

/** Picks the record type whose columns a record has, the way a table is recognised by its header: the most particular one. */
export function byHeader(types: readonly RecordType[]): (record: unknown) => RecordType | undefined {
  const tables = types
    .flatMap((type) => (type.header === undefined ? [] : [{ type, header: type.header }]))
    .sort((a, b) => b.header.length - a.header.length);
  return (record) => {
    const fields = Object(record);
    return tables.find(({ header }) => header.every((column) => Object.hasOwn(fields, column)))?.type;
  };
}
