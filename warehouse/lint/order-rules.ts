import { call, phrase, type Rule, token } from './rule.ts';
import type { Statement } from './statement.ts';

const CLOCK = new Set('current_date current_timestamp current_time localtimestamp localtime'.split(' '));
/** What an order that nobody gave cannot change. */
const ORDERLESS = ['array_sort', 'cardinality', 'array_max', 'array_min'];

/** What two engines, or two builds, take from the same rows in another order or at another time. */
export const ORDER_RULES: readonly Rule[] = [
  {
    name: 'clock',
    remedy:
      'rows would say when they were built, and are not built again when that passes; count from the newest date in the data',
    find: token(({ kind, text }, index, { tokens }) => {
      const before = tokens[index - 1]?.text;
      return kind === 'word' && CLOCK.has(text) && before !== '.' && before !== 'as';
    }),
  },
  {
    name: 'array in no order',
    remedy: 'write array_agg(x order by x), or array_sort(array_agg(x))',
    find: call('array_agg', ({ at, args }, statement) => {
      const isOrdered = args.flat().some(({ kind, text }) => kind === 'word' && text === 'order');
      return !isOrdered && !ORDERLESS.some((name) => isWithin(statement, at, name));
    }),
  },
  {
    name: 'window in no order',
    remedy: 'which row is first is chance; add order by, down to columns that tell all rows apart',
    find: call('row_number ntile lag lead first_value last_value nth_value', ({ end }, statement) => {
      if (!statement.has(end + 1, 'over', '(')) return false;
      const close = statement.closes(end + 2) ?? end;
      return !statement.tokens.slice(end + 3, close).some((_, offset) => statement.has(end + 3 + offset, 'order', 'by'));
    }),
  },
  {
    name: 'some rows in no order',
    remedy: 'which rows are kept is chance; number the rows by an order that tells them apart, and filter',
    find: (statement) =>
      [...phrase('limit')(statement), ...phrase('fetch first')(statement)].filter((at) => !isOrdered(statement, at)),
  },
];

/** Whether a call stands in a call of the name, by itself or as the argument of array_distinct. */
function isWithin(statement: Statement, at: number, name: string): boolean {
  return statement.has(at - 2, name, '(') || (statement.has(at - 2, 'array_distinct', '(') && statement.has(at - 4, name, '('));
}

/** Whether an `order by` belongs to the same select as what stands at an index. */
function isOrdered(statement: Statement, at: number): boolean {
  let depth = 0;
  for (let index = at - 1; index >= 0; index -= 1) {
    const text = statement.tokens[index]?.text;
    if (text === ')') depth += 1;
    if (text === '(') depth -= 1;
    if (depth < 0 || (depth === 0 && text === 'select')) return false;
    if (depth === 0 && statement.has(index, 'order', 'by')) return true;
  }
  return false;
}
