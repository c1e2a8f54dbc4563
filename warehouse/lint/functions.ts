/**
 * Functions that give the same rows on Athena and on DuckDB under its prelude. A name that is not here differs, or nobody has compared
 * it: the rules beside this file say what to write for the ones that are met often.
 */
export const SAME: ReadonlySet<string> = new Set(
  [
    'count count_if sum avg min max max_by min_by any_value array_agg bool_and bool_or every map_agg grouping sets rollup',
    'stddev stddev_samp stddev_pop variance var_samp var_pop covar_samp covar_pop corr regr_slope regr_intercept',
    'row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value',
    'cast try_cast coalesce nullif if greatest least abs sign round ceil ceiling floor truncate mod power exp ln log log10 sqrt',
    'width_bucket is_nan bitwise_and bitwise_or bitwise_xor',
    'date date_add date_diff date_trunc date_format date_parse last_day_of_month year quarter month week day hour minute second',
    'day_of_week day_of_month day_of_year year_of_week extract from_iso8601_timestamp from_iso8601_date to_iso8601 from_unixtime',
    'to_unixtime at_timezone with_timezone',
    'concat length lower upper trim ltrim rtrim lpad rpad replace reverse substr substring split split_part strpos position codepoint',
    'levenshtein_distance hamming_distance to_utf8 from_utf8 md5 sha1 sha256 to_hex from_hex to_base64 from_base64',
    'regexp_like regexp_replace regexp_extract regexp_count regexp_split json_extract_scalar json_parse json_format',
    'cardinality element_at array_join array_max array_min array_sort array_remove array_except array_distinct array_union',
    'arrays_overlap contains slice sequence unnest map_keys map',
  ]
    .join(' ')
    .split(' '),
);
