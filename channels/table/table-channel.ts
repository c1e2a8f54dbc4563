import { z } from 'zod';
import type { Draft } from '../../contracts/event.ts';
import { fieldMover } from '../../contracts/fast-parse.ts';
import { type Channel, type RecordType, recordType } from '../channel.ts';
import { businessDate } from '../kit/time.ts';
import { convert } from './cell.ts';
import { type ColumnMap, ownIdOf, RECEIVED, type TableMap } from './map.ts';

/** A cell once it is converted. Columns that are only known have none. */
const cellSchema = (column: ColumnMap, map: TableMap) =>
  z
    .unknown()
    .optional()
    .transform((cell, context): unknown => {
      const converted = convert(cell, column, map);
      if ('value' in converted) return converted.value;
      context.addIssue({ code: 'custom', message: `${converted.expected} (${column.to})` });
      return z.NEVER;
    });

const idSchema = z.union([z.string().min(1), z.number()]).transform(String);

/** A channel for the tables that a map describes: rows of any file whose header has its columns. */
export function tableChannel(map: TableMap): Channel {
  const row = rowType(map);
  return {
    name: 'table',
    about: 'Any table that a map describes: CSV, JSON lines, Parquet or XLSX.',
    data: 'X and O',
    source: 'channels/table/README.md',
    recordTypes: [row],
    recordTypeOf: () => row,
  };
}

function rowType(map: TableMap): RecordType {
  const { columns, id, ignore } = map;
  const shape: Record<string, z.ZodType> = {};
  for (const name of ignore) shape[name] = z.unknown().optional();
  for (const name of id) shape[name] = idSchema;
  for (const [name, column] of Object.entries(columns)) if (!id.includes(name)) shape[name] = cellSchema(column, map);
  const toDraft = drafter(map);
  const needed = [...new Set([...id, ...Object.keys(columns)])];
  return recordType({
    name: map.name,
    header: needed,
    schema: z.object(shape),
    toEvents: (record, { receivedAt, number }) => [toDraft(record, receivedAt, number)],
  });
}

type Drafter = (record: Readonly<Record<string, unknown>>, receivedAt: string, number: number | undefined) => Draft;

function drafter({ name, contract, columns, constants, zone, id }: TableMap): Drafter {
  const fieldsOf = fieldMover(Object.entries(columns).map(([column, { to }]) => [column, to]));
  const own = ownIdOf(contract);
  return (record, receivedAt, number) => {
    const fields = fieldsOf(record);
    for (const [to, value] of Object.entries(constants)) fields[to] = value;
    const { occurred_at, business_date, version } = fields;
    const named = typeof occurred_at === 'string' ? fields[occurred_at] : undefined;
    const occurredAt = occurred_at === RECEIVED ? receivedAt : (named ?? occurred_at);
    const ownId = id.length > 0 ? id.map((column) => String(record[column])).join('/') : rowId(receivedAt, number);
    if (own !== undefined) fields[own] ??= ownId;
    return {
      contract,
      // The door checks these as it checks the values: an empty cell is refused there by its name.
      occurrence: {
        nativeId: `${name}/${ownId}`,
        version: typeof version === 'number' ? version : 0,
        occurredAt: typeof occurredAt === 'string' ? occurredAt : '',
        businessDate:
          typeof business_date === 'string'
            ? business_date
            : typeof occurredAt === 'string'
              ? businessDate(occurredAt, zone)
              : '',
      },
      values: fields, // of which the door takes those that are columns
    };
  };
}

/**
 * A row without columns of its own that tell it: by when its file first came, which stays the same when the file is imported again, and
 * by its number there. The same rows in another file are other rows.
 */
function rowId(receivedAt: string, number = 1): string {
  return `${receivedAt}/${number}`;
}
