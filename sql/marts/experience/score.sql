with answers as (
    select * from int_score_count
),

invites as (
    select * from int_invite_count
),

stores as (
    select * from store
),

journey_touchpoints as (
    select * from journey_touchpoint
),

periods as (
    select * from int_period
),

journey_days as (
    select * from journey_stage_daily
),

last_invites as (
    select max(business_date) as last_date from invites
),

all_counted as (
    select
        business_date, org_unit_id, touchpoint, cast(null as varchar) as stage_key, channel, source,
        nps_n, promoter_count, detractor_count, csat_n, csat_top_count, ces_n, ces_easy_count,
        0 as delivered_count, 0 as opened_count, 0 as started_count, 0 as completed_count,
        0 as closed_count, 0 as dropped_count
    from answers
    union all
    select
        business_date, org_unit_id, touchpoint, cast(null as varchar) as stage_key, sent_by as channel, 'invite' as source,
        0 as nps_n, 0 as promoter_count, 0 as detractor_count, 0 as csat_n, 0 as csat_top_count, 0 as ces_n, 0 as ces_easy_count,
        delivered_count, opened_count, started_count, completed_count,
        0 as closed_count, 0 as dropped_count
    from invites
    cross join last_invites
    where date_diff('day', invites.business_date, last_invites.last_date) >= 3
    union all
    select
        business_date, org_unit_id, cast(null as varchar) as touchpoint, journey || '/' || stage as stage_key,
        cast(null as varchar) as channel, 'journey' as source,
        0 as nps_n, 0 as promoter_count, 0 as detractor_count, 0 as csat_n, 0 as csat_top_count, 0 as ces_n, 0 as ces_easy_count,
        0 as delivered_count, 0 as opened_count, 0 as started_count, 0 as completed_count,
        closed_count, dropped_count
    from journey_days
),

periods_dated as (
    select
        periods.period_kind,
        periods.period_date,
        org_unit_id, touchpoint, stage_key, channel, source,
        nps_n, promoter_count, detractor_count, csat_n, csat_top_count, ces_n, ces_easy_count,
        delivered_count, opened_count, started_count, completed_count,
        closed_count, dropped_count
    from all_counted
    inner join periods on all_counted.business_date = periods.business_date
),

periods_counted as (
    select
        period_kind, period_date, org_unit_id, touchpoint, stage_key, channel, source,
        sum(nps_n) as nps_n, sum(promoter_count) as promoter_count, sum(detractor_count) as detractor_count,
        sum(csat_n) as csat_n, sum(csat_top_count) as csat_top_count, sum(ces_n) as ces_n, sum(ces_easy_count) as ces_easy_count,
        sum(delivered_count) as delivered_count, sum(opened_count) as opened_count,
        sum(started_count) as started_count, sum(completed_count) as completed_count,
        sum(closed_count) as closed_count, sum(dropped_count) as dropped_count
    from periods_dated
    group by period_kind, period_date, org_unit_id, touchpoint, stage_key, channel, source
),

cuts_named as (
    select
        periods_counted.period_kind,
        periods_counted.period_date,
        units.unit_kind,
        case units.unit_kind
            when 'company' then 'company'
            when 'region' then coalesce(stores.region_id, 'unassigned')
            when 'store' then periods_counted.org_unit_id
            else periods_counted.channel
        end as unit_id,
        case units.unit_kind
            when 'store' then coalesce(stores.region_id, 'unassigned')
            when 'region' then coalesce(stores.region_id, 'unassigned')
        end as region_id,
        topics.focus_kind,
        case topics.focus_kind
            when 'all' then 'all'
            when 'stage' then coalesce(
                periods_counted.stage_key, journey_touchpoints.journey || '/' || journey_touchpoints.stage
            )
            else periods_counted.touchpoint
        end as focus,
        source,
        nps_n, promoter_count, detractor_count, csat_n, csat_top_count, ces_n, ces_easy_count,
        delivered_count, opened_count, started_count, completed_count,
        closed_count, dropped_count
    from periods_counted
    left join stores on periods_counted.org_unit_id = stores.org_unit_id
    left join journey_touchpoints on periods_counted.touchpoint = journey_touchpoints.touchpoint
    cross join unnest(array['company', 'region', 'store', 'channel']) as units (unit_kind)
    cross join unnest(array['all', 'stage', 'touchpoint']) as topics (focus_kind)
    where
        case
            when topics.focus_kind = 'stage' then coalesce(periods_counted.stage_key, journey_touchpoints.stage) is not null
            else periods_counted.stage_key is null
        end
        and (units.unit_kind <> 'channel' or periods_counted.channel is not null)
),

cuts_counted as (
    select
        period_kind, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source,
        sum(nps_n) as nps_n, sum(promoter_count) as promoter_count, sum(detractor_count) as detractor_count,
        sum(csat_n) as csat_n, sum(csat_top_count) as csat_top_count, sum(ces_n) as ces_n, sum(ces_easy_count) as ces_easy_count,
        sum(delivered_count) as delivered_count, sum(opened_count) as opened_count,
        sum(started_count) as started_count, sum(completed_count) as completed_count,
        sum(closed_count) as closed_count, sum(dropped_count) as dropped_count
    from cuts_named
    group by period_kind, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source
),

metrics_counted as (
    select
        period_kind, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source,
        metrics.metric,
        case metrics.metric
            when 'nps' then nps_n
            when 'csat' then csat_n
            when 'ces' then ces_n
            when 'completion' then started_count
            when 'conversion' then closed_count
            when 'dropoff' then closed_count
            else delivered_count
        end as n,
        case metrics.metric
            when 'nps' then promoter_count
            when 'csat' then csat_top_count
            when 'ces' then ces_easy_count
            when 'open' then opened_count
            when 'conversion' then closed_count - dropped_count
            when 'dropoff' then dropped_count
            else completed_count
        end as top_count,
        case when metrics.metric = 'nps' then detractor_count else 0 end as bottom_count
    from cuts_counted
    cross join unnest(
        array['nps', 'csat', 'ces', 'response', 'open', 'completion', 'conversion', 'dropoff']
    ) as metrics (metric)
),

shares_measured as (
    select
        period_kind, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source, metric,
        cast(n as bigint) as n,
        cast(top_count as bigint) as top_count,
        cast(bottom_count as bigint) as bottom_count,
        cast(n as double) as size,
        cast(top_count as double) / nullif(n, 0) as top_ratio,
        cast(bottom_count as double) / nullif(n, 0) as bottom_ratio,
        1 + 38416e-4 / nullif(n, 0) as wilson_scale
    from metrics_counted
    where n > 0
),

spreads_measured as (
    select
        period_kind, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source, metric,
        n, top_count, bottom_count, size, top_ratio,
        case when metric = 'nps' then 100 else 1 end * (top_ratio - bottom_ratio) as score,
        case when metric = 'nps' then 100 else 1 end * sqrt(
            greatest(top_ratio + bottom_ratio - (top_ratio - bottom_ratio) * (top_ratio - bottom_ratio), 0e0)
        ) as deviation,
        (top_ratio + 19208e-4 / nullif(size, 0)) / nullif(wilson_scale, 0) as wilson_centre,
        196e-2 * sqrt(
            top_ratio * (1 - top_ratio) / nullif(size, 0) + 9604e-4 / nullif(size * size, 0)
        ) / nullif(wilson_scale, 0) as wilson_margin
    from shares_measured
),

scores_measured as (
    select
        period_kind, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source, metric,
        n, top_count, bottom_count, size, score, deviation,
        deviation / nullif(sqrt(size), 0) as standard_error,
        case when metric = 'nps' then score else wilson_centre end as centre,
        case when metric = 'nps' then 196e-2 * deviation / nullif(sqrt(size), 0) else wilson_margin end as margin
    from spreads_measured
),

beside_region as (
    select
        period_kind, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source, metric,
        n, top_count, bottom_count, score, standard_error, centre, margin,
        case when unit_kind = 'store' then score end as store_score,
        max(case when unit_kind = 'region' then score end) over region as region_score,
        case
            when unit_kind = 'store'
                then power(max(case when unit_kind = 'region' then deviation end) over region, 2) / nullif(size, 0)
        end as sampling_variance
    from scores_measured
    window region as (partition by region_id, period_kind, period_date, focus_kind, focus, source, metric)
),

spread_between_stores as (
    select
        period_kind, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source, metric,
        n, top_count, bottom_count, score, standard_error, centre, margin, region_score, sampling_variance,
        round(
            greatest(coalesce(var_samp(store_score) over region, 0e0) - avg(sampling_variance * 1e0) over region, 0e0), 12
        ) as between_variance
    from beside_region
    window region as (partition by region_id, period_kind, period_date, focus_kind, focus, source, metric)
),

stores_weighed as (
    select
        period_kind, period_date, unit_kind, unit_id, region_id, focus_kind, focus, source, metric,
        n, top_count, bottom_count, score, standard_error, centre, margin, region_score,
        case
            when unit_kind = 'store' then between_variance / nullif(between_variance + sampling_variance, 0)
        end as own_weight
    from spread_between_stores
)

select
    metric,
    period_kind,
    period_date,
    unit_kind,
    unit_id,
    coalesce(region_id, 'company') as region_id,
    focus_kind,
    focus,
    source,
    n,
    top_count,
    bottom_count,
    score,
    standard_error,
    centre - margin as low,
    centre + margin as high,
    own_weight,
    case
        when unit_kind = 'store' then coalesce(own_weight * score + (1 - own_weight) * region_score, score)
    end as shrunk_score
from stores_weighed
