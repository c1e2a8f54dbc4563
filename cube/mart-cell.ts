import { DuckDBDateValue, DuckDBTimestampValue, type DuckDBType, DuckDBTypeId, type DuckDBValue } from '@duckdb/node-api';

/** What a cell is in Cube: numbers are text so that none loses a digit, times are ISO in UTC. */
type Cell = string | boolean | null;

interface CellReader {
  readonly name: string;
  readonly read: (value: DuckDBValue) => Cell;
}

const MS_PER_DAY = 86_400_000;

function fromDate(value: DuckDBValue): Cell {
  return value instanceof DuckDBDateValue ? new Date(value.days * MS_PER_DAY).toISOString() : null;
}

function fromTimestamp(value: DuckDBValue): Cell {
  return value instanceof DuckDBTimestampValue ? new Date(Number(value.micros / 1000n)).toISOString() : null;
}

function fromNumber(value: DuckDBValue): Cell {
  if (value === null || (typeof value === 'number' && !Number.isFinite(value))) return null;
  return String(value);
}

function fromAny(value: DuckDBValue): Cell {
  return value === null || typeof value === 'boolean' || typeof value === 'string' ? value : String(value);
}

const READERS: { readonly [type in DuckDBTypeId]?: (value: DuckDBValue) => Cell } = {
  [DuckDBTypeId.DATE]: fromDate,
  [DuckDBTypeId.TIMESTAMP]: fromTimestamp,
  [DuckDBTypeId.DOUBLE]: fromNumber,
  [DuckDBTypeId.FLOAT]: fromNumber,
};

/** A reader for each column. Not-a-number and infinity are null: a chart cannot draw them. */
export function cellReaders(names: readonly string[], types: readonly DuckDBType[]): CellReader[] {
  return names.map((name, index) => {
    const type = types[index];
    return { name, read: (type && READERS[type.typeId]) ?? fromAny };
  });
}
