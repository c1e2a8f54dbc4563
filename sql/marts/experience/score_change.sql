with scores as (
    select * from score
),

answers as (
    select * from int_score_count
),

stores as (
    select * from store
),

journey_days as (
    select * from int_journey_count
),

scores_before as (
    select
        metric, period_kind, unit_kind, unit_id, focus_kind, focus, source, n,
        top_count - bottom_count as total,
        top_count + bottom_count as squares,
        case period_kind
            when 'week' then date_add('day', 7, period_date)
            when 'month' then date_add('month', 1, period_date)
            when 'four_weeks' then date_add('day', 28, period_date)
        end as next_period_date
    from scores
    where period_kind <> 'all'
),

periods_paired as (
    select
        scores.metric, scores.period_kind as comparison, scores.period_date, scores.unit_kind, scores.unit_id, scores.region_id,
        scores.focus_kind, scores.focus, scores.source,
        scores.n,
        scores.top_count - scores.bottom_count as total,
        scores.top_count + scores.bottom_count as squares,
        scores_before.n as before_n,
        scores_before.total as before_total,
        scores_before.squares as before_squares
    from scores
    inner join scores_before
        on scores.metric = scores_before.metric and scores.period_kind = scores_before.period_kind
        and scores.period_date = scores_before.next_period_date and scores.unit_kind = scores_before.unit_kind
        and scores.unit_id = scores_before.unit_id and scores.focus_kind = scores_before.focus_kind
        and scores.focus = scores_before.focus and scores.source = scores_before.source
    where scores.unit_kind <> 'channel'
),

answers_by_metric as (
    select
        metrics.metric,
        answers.business_date,
        answers.org_unit_id,
        answers.touchpoint,
        'touchpoint' as focus_kind,
        answers.source,
        case metrics.metric when 'nps' then answers.nps_n else answers.csat_n end as n,
        case metrics.metric
            when 'nps' then answers.promoter_count - answers.detractor_count
            else answers.csat_top_count
        end as total,
        case metrics.metric
            when 'nps' then answers.promoter_count + answers.detractor_count
            else answers.csat_top_count
        end as squares
    from answers
    cross join unnest(array['nps', 'csat']) as metrics (metric)
    union all
    select
        'dwell' as metric,
        passage_date as business_date,
        org_unit_id,
        journey || '/' || stage as touchpoint,
        'stage' as focus_kind,
        'journey' as source,
        dwell_count as n,
        dwell_tenths as total,
        dwell_squares as squares
    from journey_days
),

days_cut as (
    select
        answers_by_metric.metric,
        answers_by_metric.business_date,
        units.unit_kind,
        case units.unit_kind
            when 'company' then 'company'
            when 'region' then coalesce(stores.region_id, 'unassigned')
            else answers_by_metric.org_unit_id
        end as unit_id,
        case when units.unit_kind = 'company' then 'company' else coalesce(stores.region_id, 'unassigned') end as region_id,
        case when topics.is_all then 'all' else answers_by_metric.focus_kind end as focus_kind,
        case when topics.is_all then 'all' else answers_by_metric.touchpoint end as focus,
        answers_by_metric.source,
        answers_by_metric.n,
        answers_by_metric.total,
        answers_by_metric.squares
    from answers_by_metric
    left join stores on answers_by_metric.org_unit_id = stores.org_unit_id
    cross join unnest(array['company', 'region', 'store']) as units (unit_kind)
    cross join unnest(array[true, false]) as topics (is_all)
    where not topics.is_all or answers_by_metric.focus_kind = 'touchpoint'
),

days_counted as (
    select
        metric, business_date, unit_kind, unit_id, region_id, focus_kind, focus, source,
        sum(n) as n,
        sum(total) as total,
        sum(squares) as squares
    from days_cut
    group by metric, business_date, unit_kind, unit_id, region_id, focus_kind, focus, source
),

days_accumulated as (
    select
        metric, business_date, unit_kind, unit_id, region_id, focus_kind, focus, source,
        sum(n) over unit_days - n as before_n,
        sum(total) over unit_days - total as before_total,
        sum(squares) over unit_days - squares as before_squares,
        sum(n) over unit_total as all_n,
        sum(total) over unit_total as all_total,
        sum(squares) over unit_total as all_squares
    from days_counted
    window
        unit_days as (
            partition by metric, unit_kind, unit_id, focus_kind, focus, source
            order by business_date
            rows between unbounded preceding and current row
        ),
        unit_total as (partition by metric, unit_kind, unit_id, focus_kind, focus, source)
),

days_split as (
    select
        metric, 'since' as comparison, business_date as period_date, unit_kind, unit_id, region_id, focus_kind, focus, source,
        cast(all_n - before_n as bigint) as n,
        cast(all_total - before_total as bigint) as total,
        cast(all_squares - before_squares as bigint) as squares,
        cast(before_n as bigint) as before_n,
        cast(before_total as bigint) as before_total,
        cast(before_squares as bigint) as before_squares
    from days_accumulated
),

all_compared as (
    select
        metric, comparison, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source,
        n, total, squares, before_n, before_total, before_squares
    from periods_paired
    where n >= 30 and before_n >= 30
    union all
    select
        metric, comparison, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source,
        n, total, squares, before_n, before_total, before_squares
    from days_split
    where n >= 30 and before_n >= 30
),

means_measured as (
    select
        metric, comparison, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source, n, before_n,
        case metric when 'nps' then 1e2 when 'dwell' then 1e-1 else 1e0 end as unit,
        cast(total as double) / nullif(n, 0) as mean,
        cast(squares as double) / nullif(n, 0) as square,
        cast(before_total as double) / nullif(before_n, 0) as before_mean,
        cast(before_squares as double) / nullif(before_n, 0) as before_square,
        cast(total + before_total as double) / nullif(n + before_n, 0) as both_mean,
        cast(squares + before_squares as double) / nullif(n + before_n, 0) as both_square
    from all_compared
),

errors_measured as (
    select
        metric, comparison, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source, n, before_n,
        unit, mean, before_mean,
        sqrt(
            greatest(square - mean * mean, 0e0) / nullif(n, 0)
            + greatest(before_square - before_mean * before_mean, 0e0) / nullif(before_n, 0)
        ) as standard_error,
        (mean - before_mean) / nullif(
            sqrt(greatest(both_square - both_mean * both_mean, 0e0) * (1e0 / nullif(n, 0) + 1e0 / nullif(before_n, 0))), 0
        ) as z
    from means_measured
),

looks_ranked as (
    select
        metric, comparison, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source, n, before_n,
        unit, mean, before_mean, standard_error,
        coalesce(z, 0e0) as z,
        case when comparison = 'since' then count(*) over looks else 1 end as look_count,
        case
            when comparison = 'since'
                then row_number() over (
                    partition by metric, comparison, unit_kind, unit_id, focus_kind, focus, source
                    order by round(abs(coalesce(z, 0e0)), 9) desc, period_date asc
                )
            else 1
        end as look_rank
    from errors_measured
    window looks as (partition by metric, comparison, unit_kind, unit_id, focus_kind, focus, source)
),

tails_approximated as (
    select
        metric, comparison, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source, n, before_n,
        unit, mean, before_mean, standard_error, z, look_count,
        abs(z) * sqrt(5e-1) as x,
        1 / nullif(1 + 3275911e-7 * abs(z) * sqrt(5e-1), 0) as t
    from looks_ranked
    where look_rank = 1
),

chances_measured as (
    select
        metric, comparison, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source, n, before_n,
        unit, mean, before_mean, standard_error, z, look_count,
        least(
            look_count * exp(-x * x) * t * (
                254829592e-9 + t * (-284496736e-9 + t * (1421413741e-9 + t * (-1453152027e-9 + t * 1061405429e-9)))
            ),
            1e0
        ) as p_value
    from tails_approximated
),

units_ranked as (
    select
        metric, comparison, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source, n, before_n,
        unit, mean, before_mean, standard_error, z, look_count, p_value,
        count(*) over scanned as scanned_count,
        row_number() over (
            partition by comparison, case when comparison <> 'since' then period_date end, unit_kind
            order by p_value, round(abs(z), 9) desc, metric, focus_kind, focus, source, unit_id
        ) as chance_rank,
        row_number() over (
            partition by
                metric, comparison, case when comparison <> 'since' then period_date end, unit_kind, focus_kind, focus, source
            order by case when metric in ('dwell', 'dropoff') then -1 else 1 end * round(z, 9), unit_id
        ) as worse_rank
    from chances_measured
    window scanned as (partition by comparison, case when comparison <> 'since' then period_date end, unit_kind)
),

chances_corrected as (
    select
        metric, comparison, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source, n, before_n,
        unit, mean, before_mean, standard_error, z, look_count, p_value, scanned_count, worse_rank,
        max(least((scanned_count - chance_rank + 1) * p_value, 1e0)) over (
            partition by comparison, case when comparison <> 'since' then period_date end, unit_kind
            order by chance_rank
            rows between unbounded preceding and current row
        ) as holm_p_value
    from units_ranked
)

select
    metric,
    comparison,
    period_date,
    unit_kind,
    unit_id,
    region_id,
    focus_kind,
    focus,
    source,
    n,
    before_n,
    unit * mean as score,
    unit * before_mean as before_score,
    unit * (mean - before_mean) as change,
    unit * (mean - before_mean - 196e-2 * standard_error) as change_low,
    unit * (mean - before_mean + 196e-2 * standard_error) as change_high,
    z,
    look_count,
    p_value,
    scanned_count,
    holm_p_value,
    holm_p_value < 5e-2 as is_significant,
    worse_rank
from chances_corrected
