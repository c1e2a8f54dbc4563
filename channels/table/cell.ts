import type { ColumnType } from '../../contracts/column.ts';
import type { ColumnMap, TableMap } from './map.ts';
import { instantOf } from './pattern.ts';
import { businessDate } from '../kit/time.ts';

/** A cell in the type of its field, or what was expected of it. An empty cell is nothing. */
export type Converted = { readonly value: unknown } | { readonly expected: string };

const TRUE = new Set(['true', '1', 'yes', 'y', 't', '是', '真', '有']);
const FALSE = new Set(['false', '0', 'no', 'n', 'f', '否', '假', '无']);

export function convert(cell: unknown, column: ColumnMap, { contract, zone }: Pick<TableMap, 'contract' | 'zone'>): Converted {
  if (cell === null || cell === undefined) return { value: null };
  if (typeof cell === 'object') return { expected: 'expected one value, found a list or a record' };
  const text = textOf(cell).trim();
  if (text === '') return { value: null };
  const { values } = column;
  if (values !== undefined)
    return Object.hasOwn(values, text)
      ? { value: values[text] }
      : { expected: `expected one of ${Object.keys(values).join(', ')}` };
  if (column.to === 'occurred_at') return timeOf(text, zone, column);
  if (column.to === 'business_date') return dayOf(text, zone, column);
  if (column.to === 'version') return versionOf(text, zone, column);
  return typed(text, contract.columns[column.to]?.type ?? 'varchar', column, zone);
}

const textOf = (cell: unknown) => (cell instanceof Date ? cell.toISOString() : String(cell));

function typed(text: string, type: ColumnType, column: ColumnMap, zone: string): Converted {
  switch (type) {
    case 'bigint': {
      const value = numberOf(text, column.decimal);
      return value !== null && Number.isSafeInteger(value) ? { value } : { expected: 'expected a whole number' };
    }
    case 'double':
    case 'decimal(18,2)': {
      const value = numberOf(text, column.decimal);
      return value === null ? { expected: `expected a number with ${column.decimal ?? '.'} before its decimals` } : { value };
    }
    case 'boolean': {
      const word = text.toLowerCase();
      if (TRUE.has(word)) return { value: true };
      return FALSE.has(word) ? { value: false } : { expected: 'expected yes or no, true or false, 1 or 0, 是 or 否' };
    }
    case 'timestamp':
      return timeOf(text, zone, column);
    case 'date':
      return dayOf(text, zone, column);
    case 'varchar':
    case 'array(varchar)':
      return { value: text };
  }
}

/** Thousands may be set apart by the other sign, or by blanks; a currency's sign may stand before or behind. */
function numberOf(text: string, decimal: ColumnMap['decimal'] = '.'): number | null {
  const bare = text.replace(/^[¥￥$€£]\s*|\s*[¥￥$€£%元]$/g, '');
  const pattern =
    decimal === '.' ? /^[+-]?(?:\d+|\d{1,3}(?:[, ]\d{3})+)(?:\.\d+)?$/ : /^[+-]?(?:\d+|\d{1,3}(?:[. ]\d{3})+)(?:,\d+)?$/;
  if (!pattern.test(bare)) return null;
  const plain = decimal === '.' ? bare.replace(/[, ]/g, '') : bare.replace(/[. ]/g, '').replace(',', '.');
  return Number(plain);
}

function timeOf(text: string, zone: string, { format }: ColumnMap): Converted {
  const value = instantOf(text, zone, format);
  return value === null ? { expected: `expected a time like ${format ?? '2026-11-05 18:30:00'}` } : { value };
}

function dayOf(text: string, zone: string, { format }: ColumnMap): Converted {
  const value = instantOf(text, zone, format);
  return value === null ? { expected: `expected a day like ${format ?? '2026-11-05'}` } : { value: businessDate(value, zone) };
}

/** A counter, or the time of the last change. */
function versionOf(text: string, zone: string, { format }: ColumnMap): Converted {
  if (format === undefined && /^\d{1,15}$/.test(text)) return { value: Number(text) };
  const time = instantOf(text, zone, format);
  return time === null ? { expected: 'expected a whole number or the time of the last change' } : { value: Date.parse(time) };
}
