import { digestOf } from '../../digest.ts';

/**
 * Macros under which DuckDB answers Athena SQL as Athena does. Each was compared with Trino 476; what no macro can mend must not
 * stand in a model. A macro over an aggregate takes OVER but no FILTER, DISTINCT or ORDER BY: put a CASE inside.
 */
const DATE_UNITS = [
  ["'day'", 'to_days(n::int)'],
  ["'week'", 'to_days(7 * n::int)'],
  ["'month'", 'to_months(n::int)'],
  ["'quarter'", 'to_months(3 * n::int)'],
  ["'year'", 'to_months(12 * n::int)'],
  ["'hour'", 'to_hours(n)'],
  ["'minute'", 'to_minutes(n)'],
  ["'second'", 'to_seconds(n)'],
  ["'millisecond'", 'to_milliseconds(n)'],
].map(([unit, interval]) => `when ${unit} then ${interval}`);

/** Trino's letters (MySQL's) in the order in which they can be rewritten to strftime's without meeting each other. */
const DATE_FORMAT = Object.entries({
  '%M': '%B',
  '%i': '%M',
  '%s': '%S',
  '%h': '%I',
  '%W': '%A',
  '%e': '%-d',
  '%c': '%-m',
  '%k': '%-H',
  '%l': '%-I',
  '%x': '%G',
  '%v': '%V',
  '%r': '%I:%M:%S %p',
  '%T': '%H:%M:%S',
}).reduce((sql, [theirs, ours]) => `system.main.replace(${sql}, '${theirs}', '${ours}')`, 'f');

/** DuckDB parses by constant formats only, so these are the ones that models may use. */
const PARSED_FORMATS = ['%Y-%m-%d', '%Y%m%d', '%Y-%m-%d %H:%i:%s', '%Y-%m-%d %H:%i', '%Y-%m-%dT%H:%i:%s', '%Y-%m'].map(
  (format) => `when '${format}' then strptime(s, '${format.replace('%i', '%M').replace('%s', '%S')}')`,
);

/** Trino gives back the type it was given; a bare null finds no overload and must be cast. */
const byType = (name: string, args: string, body: string) =>
  `${name} ${['date', 'timestamp', 'timestamptz'].map((type) => `(${args} ${type}) as cast(${body} as ${type})`).join(', ')}`;

/** Null if any argument is, unlike DuckDB's own. */
const strict = (name: string) =>
  `${name}(a, b) as case when a is null or b is null then null else system.main.${name}(a, b) end,
   (a, b, c) as case when a is null or b is null or c is null then null else system.main.${name}(a, b, c) end`;

/** `$["a b"]` is written `$."a b"` here. */
const JSON_PATH = `system.main.regexp_replace(p, '\\["([^"]+)"\\]', '."\\1"', 'g')`;

const DATES = [
  'date_diff(u, a, b) as date_sub(u, a, b)', // whole units; DuckDB's own counts boundaries
  byType('date_add', 'u, n, d', `d + case u ${DATE_UNITS.join(' ')} else cast('no such unit' as interval) end`),
  byType('date_trunc', 'u, d', 'system.main.date_trunc(u, d)'),
  `date_format(t, f) as strftime(t, ${DATE_FORMAT})`,
  `date_parse(s, f) as case f ${PARSED_FORMATS.join(' ')} else cast('this format is not in the prelude' as timestamp) end`,
  `from_iso8601_timestamp(s) as system.main.date_trunc('millisecond', cast(system.main.replace(s, ' ', '?') as timestamptz))`,
  'from_iso8601_date(s) as cast(s as date)',
  `to_iso8601(d date) as strftime(d, '%Y-%m-%d'), (t timestamp) as strftime(t, '%Y-%m-%dT%H:%M:%S.%g'),
   (t timestamptz) as strftime(timezone('UTC', t), '%Y-%m-%dT%H:%M:%S.%gZ')`,
  'from_unixtime(n) as to_timestamp(n)',
  'to_unixtime(t) as epoch(t)',
  'at_timezone(t, z) as timezone(z, t)', // cast the answer to timestamp or date: zoned in Trino, local here
  'with_timezone(t, z) as timezone(z, t)',
  'day_of_week(d) as isodow(d)',
  'day_of_month(d) as day(d)',
  'day_of_year(d) as dayofyear(d)',
  'year_of_week(d) as isoyear(d)',
  'last_day_of_month(d) as last_day(d)',
  `sequence(a date, b date) as cast(generate_series(a, b, interval 1 day) as date[]),
   (a date, b date, s interval) as cast(generate_series(a, b, s) as date[]),
   (a bigint, b bigint) as generate_series(a, b, case when a <= b then 1 else -1 end),
   (a bigint, b bigint, s bigint) as generate_series(a, b, s)`,
];

const TEXT = [
  'concat(a, b) as a || b, (a, b, c) as a || b || c, (a, b, c, d) as a || b || c || d', // null if any is
  `replace(s, a) as system.main.replace(s, a, ''), (s, a, b) as system.main.replace(s, a, b)`,
  `substr(s, i) as case when i = 0 or -i > length(s) then '' else system.main.substr(s, i) end,
   (s, i, n) as case when i = 0 or -i > length(s) then '' else system.main.substr(s, i, n) end`,
  'split_part(s, d, i) as string_split(s, d)[i]', // null past the end
  'regexp_like(s, r) as regexp_matches(s, r)',
  `regexp_replace(s, r) as system.main.regexp_replace(s, r, '', 'g'),
   (s, r, x) as system.main.regexp_replace(s, r, system.main.regexp_replace(x, '\\$(\\d)', '\\\\\\1', 'g'), 'g')`, // all of them; groups are $1
  `regexp_extract(s, r) as case when regexp_matches(s, r) then system.main.regexp_extract(s, r) end,
   (s, r, g) as case when regexp_matches(s, r) then system.main.regexp_extract(s, r, g) end`, // null, not ''
  'regexp_count(s, r) as len(regexp_extract_all(s, r))',
  'regexp_split(s, r) as regexp_split_to_array(s, r)',
  'to_utf8(s) as encode(s)',
  'from_utf8(b) as decode(b)',
  'md5(b) as unhex(system.main.md5(b))', // bytes
  'sha1(b) as unhex(system.main.sha1(b))',
  'sha256(b) as unhex(system.main.sha256(b))',
  'codepoint(s) as unicode(s)',
  'levenshtein_distance(a, b) as levenshtein(a, b)',
  'hamming_distance(a, b) as hamming(a, b)',
];

const JSON_TEXTS = [
  `json_extract_scalar(j, p) as case when json_valid(j) and json_type(j, ${JSON_PATH}) not in ('OBJECT', 'ARRAY')
     then json_extract_string(j, ${JSON_PATH}) end`, // null for an object, an array and bad JSON
  'json_parse(s) as json(s)',
  'json_format(j) as cast(j as varchar)',
];

const ARRAYS = [
  'cardinality(a) as len(a)',
  'element_at(a, i) as a[i]',
  `array_join(a, s) as array_to_string(a, s),
   (a, s, n) as array_to_string(list_transform(a, lambda x: coalesce(cast(x as varchar), n)), s)`,
  'array_max(a) as case when len(a) = list_count(a) then list_max(a) end', // null if any is
  'array_min(a) as case when len(a) = list_count(a) then list_min(a) end',
  `slice(a, i, n) as list_slice(a, case when i < 0 then len(a) + i + 1 else i end,
     case when i < 0 then len(a) + i + n else i + n - 1 end)`,
  'arrays_overlap(a, b) as list_has_any(a, b)',
  'array_union(a, b) as list_distinct(list_concat(a, b))', // in no order: array_sort it
  'array_except(a, b) as list_distinct(list_filter(a, lambda x: not list_contains(b, x)))',
  'array_remove(a, x) as list_filter(a, lambda y: y is distinct from x)',
];

const AGGREGATES = [
  'count_if(x) as count(case when x then 1 end)', // DuckDB's own is null of no rows
  'max_by(a, b) as arg_max_null(a, b), (a, b, n) as arg_max(a, b, n)', // keeps a row whose a is null
  'min_by(a, b) as arg_min_null(a, b), (a, b, n) as arg_min(a, b, n)',
  'every(x) as bool_and(x)',
  'map_agg(k, v) as map(list(k) filter (where k is not null), list(v) filter (where k is not null))',
  'approx_distinct(x) as approx_count_distinct(x)',
  'approx_percentile(x, p) as approx_quantile(x, p)',
  `corr(y, x) as nullif(system.main.corr(y, x), 'nan'::double)`, // null where nothing deviates
  `regr_slope(y, x) as nullif(system.main.regr_slope(y, x), 'nan'::double)`,
];

const NUMBERS = [
  strict('greatest'),
  strict('least'),
  `ln(x) as case when x > 0 then system.main.ln(x) when x = 0 then '-infinity'::double when x < 0 then 'nan'::double end`,
  `log10(x) as case when x > 0 then system.main.log10(x) when x = 0 then '-infinity'::double when x < 0 then 'nan'::double end`,
  `sqrt(x) as case when x >= 0 then system.main.sqrt(x) when x < 0 then 'nan'::double end`,
  'truncate(x) as trunc(x)',
  'e() as exp(1)',
  `nan() as 'nan'::double`,
  `infinity() as 'infinity'::double`,
  'is_nan(x) as isnan(x)',
  'rand() as random()',
  `width_bucket(x, lo, hi, n) as cast(case when x < lo then 0 when x >= hi then n + 1
     else floor(cast(n as double) * (x - lo) / (hi - lo)) + 1 end as bigint)`,
  'bitwise_and(a, b) as a & b',
  'bitwise_or(a, b) as a | b',
  'bitwise_xor(a, b) as xor(a, b)',
];

/** Statements that make the macros in the current schema. */
export const MACROS: readonly string[] = [...DATES, ...TEXT, ...JSON_TEXTS, ...ARRAYS, ...AGGREGATES, ...NUMBERS].map(
  (macro) => `create macro ${macro}`,
);

/** Settings of each connection that runs Athena SQL: text without a zone is UTC, and 1/2 is 0. */
export const SETTINGS: readonly string[] = [`set TimeZone = 'UTC'`, 'set integer_division = true'];

export const PRELUDE_VERSION = digestOf([...MACROS, ...SETTINGS].join('\n'));
