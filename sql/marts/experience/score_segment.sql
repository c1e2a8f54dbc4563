with counts as (
    select * from score_segment_daily
),

periods as (
    select * from int_period
),

segments_named as (
    select
        counts.business_date,
        counts.org_unit_id,
        counts.region_id,
        counts.touchpoint,
        counts.stage,
        counts.source,
        kinds.segment_kind,
        case kinds.segment_kind
            when 'recency_segment' then counts.recency_segment
            when 'taste_segment' then counts.taste_segment
            when 'life_stage' then counts.life_stage
            when 'companions' then counts.companions
            when 'value_tier' then counts.value_tier
            else counts.arrival_channel
        end as segment,
        counts.nps_n,
        counts.promoter_count,
        counts.detractor_count,
        counts.csat_n,
        counts.csat_top_count,
        counts.ces_n,
        counts.ces_easy_count
    from counts
    cross join unnest(
        array['recency_segment', 'taste_segment', 'life_stage', 'companions', 'value_tier', 'arrival_channel']
    ) as kinds (segment_kind)
),

days_counted as (
    select
        business_date, org_unit_id, region_id, touchpoint, stage, source, segment_kind, segment,
        sum(nps_n) as nps_n, sum(promoter_count) as promoter_count, sum(detractor_count) as detractor_count,
        sum(csat_n) as csat_n, sum(csat_top_count) as csat_top_count, sum(ces_n) as ces_n, sum(ces_easy_count) as ces_easy_count
    from segments_named
    group by business_date, org_unit_id, region_id, touchpoint, stage, source, segment_kind, segment
),

periods_dated as (
    select
        periods.period_kind,
        periods.period_date,
        org_unit_id, region_id, touchpoint, stage, source, segment_kind, segment,
        nps_n, promoter_count, detractor_count, csat_n, csat_top_count, ces_n, ces_easy_count
    from days_counted
    inner join periods on days_counted.business_date = periods.business_date
    where periods.period_kind <> 'week'
),

periods_counted as (
    select
        period_kind, period_date, org_unit_id, region_id, touchpoint, stage, source, segment_kind, segment,
        sum(nps_n) as nps_n, sum(promoter_count) as promoter_count, sum(detractor_count) as detractor_count,
        sum(csat_n) as csat_n, sum(csat_top_count) as csat_top_count, sum(ces_n) as ces_n, sum(ces_easy_count) as ces_easy_count
    from periods_dated
    group by period_kind, period_date, org_unit_id, region_id, touchpoint, stage, source, segment_kind, segment
),

cuts_named as (
    select
        period_kind,
        period_date,
        units.unit_kind,
        case units.unit_kind when 'company' then 'company' when 'region' then region_id else org_unit_id end as unit_id,
        case units.unit_kind when 'company' then 'company' else region_id end as region_id,
        topics.focus_kind,
        case topics.focus_kind when 'all' then 'all' when 'stage' then stage else touchpoint end as focus,
        source, segment_kind, segment,
        nps_n, promoter_count, detractor_count, csat_n, csat_top_count, ces_n, ces_easy_count
    from periods_counted
    cross join unnest(array['company', 'region', 'store']) as units (unit_kind)
    cross join unnest(array['all', 'stage', 'touchpoint']) as topics (focus_kind)
    where (units.unit_kind <> 'store' or topics.focus_kind = 'all') and (topics.focus_kind <> 'stage' or stage <> 'none')
),

cuts_counted as (
    select
        period_kind, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source, segment_kind, segment,
        sum(nps_n) as nps_n, sum(promoter_count) as promoter_count, sum(detractor_count) as detractor_count,
        sum(csat_n) as csat_n, sum(csat_top_count) as csat_top_count, sum(ces_n) as ces_n, sum(ces_easy_count) as ces_easy_count
    from cuts_named
    group by period_kind, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source, segment_kind, segment
),

metrics_counted as (
    select
        period_kind, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source, segment_kind, segment,
        metrics.metric,
        case metrics.metric when 'nps' then nps_n when 'csat' then csat_n else ces_n end as n,
        case metrics.metric when 'nps' then promoter_count when 'csat' then csat_top_count else ces_easy_count end as top_count,
        case when metrics.metric = 'nps' then detractor_count else 0 end as bottom_count
    from cuts_counted
    cross join unnest(array['nps', 'csat', 'ces']) as metrics (metric)
),

shares_measured as (
    select
        period_kind, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source, segment_kind, segment, metric,
        cast(n as bigint) as n,
        cast(top_count as bigint) as top_count,
        cast(bottom_count as bigint) as bottom_count,
        case when n >= 10 then cast(n as double) end as size,
        cast(top_count as double) / nullif(n, 0) as top_ratio,
        cast(bottom_count as double) / nullif(n, 0) as bottom_ratio
    from metrics_counted
    where n > 0
),

scores_measured as (
    select
        period_kind, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source, segment_kind, segment, metric,
        n, top_count, bottom_count,
        case when size is not null then case when metric = 'nps' then 100 else 1 end * (top_ratio - bottom_ratio) end as score,
        case when metric = 'nps' then 100 * (top_ratio - bottom_ratio) else top_ratio + 19208e-4 / nullif(size, 0) end as centre,
        case
            when metric = 'nps' then 196 * sqrt(
                greatest(top_ratio + bottom_ratio - (top_ratio - bottom_ratio) * (top_ratio - bottom_ratio), 0e0)
                / nullif(size, 0)
            )
            else 196e-2 * sqrt(top_ratio * (1 - top_ratio) / nullif(size, 0) + 9604e-4 / nullif(size * size, 0))
        end as margin,
        case when metric = 'nps' then 1e0 else 1 + 38416e-4 / nullif(size, 0) end as scale
    from shares_measured
)

select
    metric,
    period_kind,
    period_date,
    unit_kind,
    unit_id,
    region_id,
    focus_kind,
    focus,
    source,
    segment_kind,
    segment,
    n,
    top_count,
    bottom_count,
    score,
    (centre - margin) / nullif(scale, 0) as low,
    (centre + margin) / nullif(scale, 0) as high
from scores_measured
