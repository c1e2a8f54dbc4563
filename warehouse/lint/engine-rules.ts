import type { Token } from '../tokens.ts';
import { SAME } from './functions.ts';
import { NAMES_MADE_HERE } from './name-rules.ts';
import { ORDER_RULES } from './order-rules.ts';
import { call, phrase, type Rule, token } from './rule.ts';
import type { Call, Statement } from './statement.ts';

/** The type of a cast, as words: `decimal ( 18 , 2 )`. */
function castType({ args }: Call): readonly string[] {
  const all = args.flat();
  const as = all.findLastIndex(({ text }) => text === 'as');
  return all.slice(as + 1).map(({ text }) => text);
}

const isExact = (number: Token) => number.kind === 'number' && !/e/i.test(number.text);
const DOUBLES = new Set(
  'avg sqrt ln log log10 exp power stddev stddev_samp stddev_pop variance var_samp var_pop corr'.split(' '),
);
const BEFORE_VALUE = new Set('select distinct then else when case in and or not on where by having between like'.split(' '));
const ROUNDED = new Set('round floor ceil ceiling truncate'.split(' '));

/** Whether an expression is visibly a double: it divides, has a literal such as 1e0, or calls what gives one. */
function looksDouble(tokens: readonly Token[]): boolean {
  if (ROUNDED.has(tokens[0]?.text ?? '') && tokens[1]?.text === '(') return false;
  const ownType = typeOfWholeCast(tokens);
  if (ownType !== undefined) return ownType === 'double';
  return tokens.some(
    (one, index) =>
      one.text === '/' ||
      (one.kind === 'number' && !isExact(one)) ||
      (one.text === 'as' && tokens[index + 1]?.text === 'double') ||
      (DOUBLES.has(one.text) && tokens[index + 1]?.text === '('),
  );
}

/** First word of the type of an expression (or of one with its own cast around it) that is a cast and nothing else. */
function typeOfWholeCast(tokens: readonly Token[]): string | undefined {
  if (tokens[0]?.text !== 'cast') return undefined;
  let depth = 0;
  for (const [index, { text }] of tokens.entries()) {
    if (text === '(') depth += 1;
    if (text === ')') depth -= 1;
    if (index > 1 && depth === 0) {
      const isWhole = tokens[index + 1] === undefined || tokens[index + 1]?.text === 'as';
      const inner = tokens.slice(0, index);
      return isWhole ? inner[inner.findLastIndex((one) => one.text === 'as') + 1]?.text : undefined;
    }
  }
  return undefined;
}

/** Whether a bracket after this token picks from a value, and does not begin one. */
function isSubscripted(token: Token | undefined): boolean {
  if (token === undefined || token.text === 'array') return false;
  if (token.kind === 'mark') return token.text === ')' || token.text === ']';
  return token.kind !== 'word' || !BEFORE_VALUE.has(token.text);
}

/** Whether the call at the index stands directly inside a call of one of the names. */
function isDirectlyIn(statement: Statement, at: number, ...names: readonly string[]): boolean {
  return names.some((name) => statement.has(at - 2, name, '('));
}

const isWhole = (type: readonly string[]) => ['bigint', 'integer', 'int', 'smallint', 'tinyint'].includes(type[0] ?? '');
const isTime = ({ kind, text }: Token) => kind === 'word' && text.endsWith('_at');
const isDay = ({ kind, text }: Token) => kind === 'word' && text.endsWith('_date');

/** A divisor that cannot be 0: `nullif(…, 0)`, or a number that is not 0. */
function canBeZero(statement: Statement, after: number): boolean {
  const divisor = statement.tokens[after];
  if (divisor?.kind === 'number') return Number(divisor.text) === 0;
  if (statement.has(after, 'cast', '(')) return canBeZero(statement, after + 2);
  return !statement.has(after, 'nullif', '(');
}

/** The tokens of a call, from its name to its end and one beyond. */
function after({ end }: Call, statement: Statement): Token | undefined {
  return statement.tokens[end + 1];
}

const TYPES = new Set('bigint integer int smallint tinyint double decimal varchar char boolean date timestamp array'.split(' '));

/** Whether an expression is visibly true or false: a column named so, or a comparison. */
function isTruth(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1);
  const isColumn = tokens.length === 1 || (tokens.length === 3 && tokens[1]?.text === '.');
  if (isColumn) return last?.kind === 'word' && /^(is|has)_/.test(last.text);
  let depth = 0;
  return tokens.some(({ kind, text }) => {
    if (text === '(' || text === 'case') depth += 1;
    if (text === ')' || text === 'end') depth -= 1;
    return depth === 0 && kind === 'mark' && /^(=|<>|!=|<|>|<=|>=)$/.test(text);
  });
}

const DATE_PARTS = new Set('year quarter month day hour minute second'.split(' '));
const MACRO_AGGREGATES = 'max_by min_by count_if corr regr_slope every map_agg';
const NAMED = new Set(
  'transform reduce filter any_match all_match none_match zip zip_with listagg approx_percentile approx_distinct skewness nan infinity url_encode format format_datetime parse_datetime'.split(
    ' ',
  ),
);

/** What gives other rows on the other engine without a word. */
const SILENT: readonly Rule[] = [
  {
    name: 'decimal literal',
    remedy: 'Athena keeps 1.5 as a decimal and cuts quotients to its scale; write 15e-1, or cast to double',
    find: token((one) => isExact(one) && one.text.includes('.')),
  },
  {
    name: 'average of an exact number',
    remedy: 'avg of a decimal is rounded to its scale on Athena; write avg(cast(x as double))',
    find: call('avg', ({ args }) => !looksDouble(args.flat())),
  },
  {
    name: 'divisor may be 0',
    remedy: 'Athena fails or gives Infinity where DuckDB gives null; write x / nullif(y, 0)',
    find: token((one, index, statement) => one.kind === 'mark' && '/%'.includes(one.text) && canBeZero(statement, index + 1)),
  },
  {
    name: 'divisor of mod may be 0',
    remedy: 'Athena fails where DuckDB gives null; write mod(x, nullif(y, 0))',
    find: call('mod', ({ args }) => {
      const [divisor] = args[1] ?? [];
      return divisor?.kind === 'number' ? Number(divisor.text) === 0 : divisor?.text !== 'nullif';
    }),
  },
  {
    name: 'double cast to a whole number',
    remedy: 'ties go to even on DuckDB and up on Athena; write cast(round(x) as bigint)',
    find: call('cast', (one) => isWhole(castType(one)) && looksDouble(one.args.flat())),
  },
  {
    name: 'double cast to decimal',
    remedy: 'ties are rounded differently; write cast(round(x, 2) as decimal(p, 2))',
    find: call('cast', (one) => castType(one)[0] === 'decimal' && looksDouble(one.args.flat())),
  },
  {
    name: 'double cast to text',
    remedy: 'Athena writes 1.5E0; cast to decimal first',
    find: call('cast', (one) => castType(one)[0] === 'varchar' && looksDouble(one.args.flat())),
  },
  {
    name: 'time cast to text',
    remedy: 'fractions of seconds are written differently; write date_format(t, …)',
    find: call('cast', (one) => castType(one)[0] === 'varchar' && one.args.flat().length === 3 && one.args.flat().some(isTime)),
  },
  {
    name: 'text cut by a cast',
    remedy: 'DuckDB does not cut it; write substr(s, 1, n)',
    find: call('cast try_cast', (one) => /^(var)?char$/.test(castType(one)[0] ?? '') && castType(one)[1] === '('),
  },
  {
    name: 'interval',
    remedy: 'a date plus an interval is a timestamp on DuckDB; write date_add(unit, n, d)',
    find: token(
      (one, index, { tokens }) => one.text === 'interval' && one.kind === 'word' && /^'|^\d/.test(tokens[index + 1]?.text ?? ''),
    ),
  },
  {
    name: 'difference of days',
    remedy: `a number on DuckDB and an interval on Athena; write date_diff('day', a, b)`,
    find: token((one, index, { tokens }) => {
      const [before, next] = [
        tokens[index - 1],
        tokens.slice(index + 1).find(({ kind, text }, at, rest) => kind !== 'mark' && rest[at + 1]?.text !== '.' && text !== '.'),
      ];
      return (
        one.text === '-' &&
        before !== undefined &&
        next !== undefined &&
        (isDay(before) || isTime(before)) &&
        (isDay(next) || isTime(next))
      );
    }),
  },
  {
    name: 'approximate aggregate',
    remedy:
      'the engines approximate differently; write count(distinct x), or the exact quantile of row_number() and count(*) over',
    find: call('approx_percentile approx_distinct'),
  },
  {
    name: 'skewness',
    remedy: 'of the sample on DuckDB, of the population on Athena; leave it out',
    find: call('skewness'),
  },
  {
    name: 'zone of a timestamp',
    remedy: `write at_timezone(with_timezone(t, 'UTC'), z), inside a cast to timestamp or date`,
    find: phrase('at time zone'),
  },
  {
    name: 'text with a zone, cast',
    remedy: `in UTC on DuckDB, in the text's own zone on Athena; write cast(at_timezone(from_iso8601_timestamp(s), 'UTC') as timestamp)`,
    find: call('from_iso8601_timestamp with_timezone', ({ at }, statement) =>
      isDirectlyIn(statement, at, 'cast', 'date', 'date_format'),
    ),
  },
  {
    name: 'time in a zone, not cast',
    remedy: 'local on DuckDB, zoned on Athena; put it directly into a cast to timestamp or date, or into date_format',
    find: call('at_timezone', ({ at }, statement) => !isDirectlyIn(statement, at, 'cast', 'date_format')),
  },
  {
    name: 'part of a date',
    remedy: 'Sunday is 0 on DuckDB and 7 on Athena; write day_of_week(d), week(d) or year_of_week(d)',
    find: call('extract', ({ args }) => !DATE_PARTS.has(args[0]?.[0]?.text ?? '')),
  },
  {
    name: 'subscript',
    remedy: 'null on DuckDB and an error on Athena past the end; write element_at(…)',
    find: token(({ text, kind }, index, { tokens }) => kind === 'mark' && text === '[' && isSubscripted(tokens[index - 1])),
  },
  {
    name: 'try_cast',
    remedy: `the engines take different texts; try_cast only to double or decimal, a time by date_parse, a truth by case lower(s) when …`,
    find: call('try_cast', (one) => !['double', 'decimal'].includes(castType(one)[0] ?? '')),
  },
  {
    name: 'set of an array',
    remedy: 'order and nulls differ; filter nulls and write array_sort(array_distinct(…))',
    find: call(
      'array_distinct array_union array_except',
      ({ at }, statement) => !isDirectlyIn(statement, at, 'array_sort', 'cardinality'),
    ),
  },
  {
    name: 'search in an array',
    remedy: 'null elements are answered differently; unnest it and compare, or search a literal array[…]',
    find: call('contains arrays_overlap', ({ args }) => args[0]?.[0]?.text !== 'array'),
  },
  {
    name: 'not a number',
    remedy: 'NaN equals itself on DuckDB only; keep it out with nullif or case',
    find: call('nan infinity'),
  },
  {
    name: 'replace of nothing',
    remedy: 'an empty text is found nowhere on DuckDB and everywhere on Athena; leave it out',
    find: call('replace', ({ args }) => args[1]?.[0]?.text === `''`),
  },
];

/** What only one engine takes: it would fail, but on the other machine and later. */
const LOUD: readonly Rule[] = [
  {
    name: 'window without a partition',
    remedy: 'over a union DuckDB 1.5 may end the database with it; write over (partition by …), or count in a CTE and join it',
    find: phrase('over ( )'),
  },
  { name: 'cast by ::', remedy: 'write cast(x as t)', find: phrase('::') },
  {
    name: 'sign of one engine',
    remedy:
      'Athena has no //, **, ^, ==, ~ or signs of bits; write floor(x / y), power(x, y), =, regexp_like(s, r) or bitwise_and(x, y)',
    find: phrase('//', '**', '^', '==', '~', '!', '&', '|', '@', '#', '$', '< <', '> >'),
  },
  { name: 'qualify', remedy: 'number the rows in a CTE and filter in the next', find: phrase('qualify') },
  { name: 'group or order by all', remedy: 'name the columns', find: phrase('group by all', 'order by all') },
  {
    name: 'columns left out or replaced',
    remedy: 'name the columns',
    find: phrase('* exclude', '* except', '* replace', '* rename'),
  },
  { name: 'distinct on', remedy: 'number the rows in a CTE and keep the first', find: phrase('distinct on') },
  { name: 'union by name', remedy: 'name the columns on both sides in one order', find: phrase('by name') },
  { name: 'ilike', remedy: 'write lower(s) like …', find: phrase('ilike') },
  { name: 'similar to or glob', remedy: 'write regexp_like(s, r)', find: phrase('similar to', 'glob') },
  {
    name: 'join of one engine',
    remedy: 'write inner join or left join with a condition, or exists (…)',
    find: phrase('natural', 'semi join', 'anti join', 'asof', 'positional join'),
  },
  { name: 'join by using', remedy: 'Athena then knows no t.x; write on t.x = u.x', find: phrase('using (') },
  { name: 'comma before the end', remedy: 'take it out', find: phrase(', from', ', )') },
  {
    name: 'limit before offset',
    remedy: 'Athena wants OFFSET first; better, number the rows',
    find: token((one, index, statement) => one.text === 'limit' && statement.has(index + 2, 'offset')),
  },
  {
    name: 'nulls in a window',
    remedy: 'carry forward: max(x) over (partition by g), where g is count(x) over (order by i)',
    find: phrase('ignore nulls', 'respect nulls'),
  },
  { name: 'listagg', remedy: `write array_join(array_agg(cast(x as varchar) order by x), ',')`, find: call('listagg') },
  {
    name: 'function of one engine',
    remedy: 'write md5 or sha256 for a digest, date_format and date_parse for times, || for texts',
    find: call('format format_datetime parse_datetime url_encode'),
  },
  {
    name: 'values without parentheses',
    remedy: 'write values (1), (2)',
    find: token((one, index, statement) => one.kind === 'word' && one.text === 'values' && !statement.has(index + 1, '(')),
  },
  { name: 'if without else', remedy: 'write case when c then a end', find: call('if', ({ args }) => args.length === 2) },
  { name: 'lambda', remedy: 'unnest and aggregate', find: phrase('->', 'lambda') },
  {
    name: 'function that takes a lambda',
    remedy: 'unnest and aggregate',
    find: call(
      'transform reduce filter any_match all_match none_match zip zip_with',
      ({ at }, statement) => !statement.has(at - 1, ')'),
    ),
  },
  {
    name: 'type of one engine',
    remedy: 'write bigint, double, decimal(p, s), varchar, boolean, date or timestamp',
    find: call('cast try_cast', (one) => !TYPES.has(castType(one)[0] ?? '')),
  },
  {
    name: 'type of an array',
    remedy: 'let a column or a literal give the type',
    find: call('cast', (one) => castType(one)[0] === 'array' || castType(one).includes('[')),
  },
  {
    name: 'unnest of several',
    remedy: 'write unnest(sequence(1, cardinality(a))) as t (i), and element_at(a, i)',
    find: call('unnest', ({ args }) => args.length > 1),
  },
  {
    name: 'distinct, order or filter in an aggregate',
    remedy: 'DuckDB runs this aggregate as a macro; put a case inside the argument',
    find: call(MACRO_AGGREGATES, (one, statement) => {
      const words = one.args.flat().map(({ text }) => text);
      return words[0] === 'distinct' || words.includes('order') || after(one, statement)?.text === 'filter';
    }),
  },
  {
    name: 'pattern of one engine',
    remedy: 'DuckDB has no lookaround, back reference, \\u or named group; write plain groups and [一-龥]',
    find: call('regexp_like regexp_replace regexp_extract regexp_count regexp_split', ({ args }) => {
      const pattern = args[1]?.[0];
      return pattern?.kind === 'text' && /\(\?[=!<]|\\[1-9u]/.test(pattern.text);
    }),
  },
  {
    name: 'number compared with a text',
    remedy: 'Athena does not compare them; cast one',
    find: token(({ kind, text }, index, { tokens }) => {
      const [before, next] = [tokens[index - 1]?.kind, tokens[index + 1]?.kind];
      return (
        kind === 'mark' &&
        /^(=|<>|!=|<|>|<=|>=)$/.test(text) &&
        ((before === 'number' && next === 'text') || (before === 'text' && next === 'number'))
      );
    }),
  },
  {
    name: 'date compared with a text',
    remedy: `Athena does not compare them; write date '2026-11-05' or timestamp '2026-11-05 10:00:00'`,
    find: token(({ kind, text }, index, { tokens }) => {
      const [before, next] = [tokens[index - 1], tokens[tokens[index + 2]?.text === '.' ? index + 3 : index + 1]];
      if (before === undefined || next === undefined) return false;
      const isCompared = (kind === 'mark' && /^(=|<>|!=|<|>|<=|>=)$/.test(text)) || (kind === 'word' && text === 'between');
      const isDated = (one: Token) => isDay(one) || isTime(one);
      const isPlainText = before.kind === 'text' && !['date', 'timestamp'].includes(tokens[index - 2]?.text ?? '');
      return isCompared && ((isDated(before) && next.kind === 'text') || (isPlainText && isDated(next)));
    }),
  },
  {
    name: 'number joined to a text',
    remedy: 'Athena joins texts only; write cast(x as varchar)',
    find: token(
      ({ kind, text }, index, { tokens }) =>
        kind === 'mark' && text === '||' && (tokens[index - 1]?.kind === 'number' || tokens[index + 1]?.kind === 'number'),
    ),
  },
  {
    name: 'sum of a truth',
    remedy: 'Athena sums numbers only; write count_if(x)',
    find: call('sum', ({ args }) => isTruth(args[0] ?? [])),
  },
  {
    name: 'path of a JSON text',
    remedy: `Athena wants '$.a'`,
    find: call('json_extract_scalar', ({ args }) => args[1]?.[0]?.kind === 'text' && !args[1][0].text.startsWith(`'$`)),
  },
  {
    name: 'list or struct literal',
    remedy: 'write array[…]; there is no struct that both take',
    find: token(({ kind, text }, index, { tokens }) => {
      const before = tokens[index - 1];
      return kind === 'mark' && (text === '{' || (text === '[' && before?.text !== 'array' && !isSubscripted(before)));
    }),
  },
  ...NAMES_MADE_HERE,
  {
    name: 'function that was not compared',
    remedy: 'compare it on both engines and add it to warehouse/lint/functions.ts',
    find: (statement) => statement.calls.flatMap(({ name, at }) => (SAME.has(name) || NAMED.has(name) ? [] : [at])),
  },
];

export const ENGINE_RULES: readonly Rule[] = [...ORDER_RULES, ...SILENT, ...LOUD];
