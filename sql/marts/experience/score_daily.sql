with feedback as (
    select * from int_feedback
),

stores as (
    select * from store
),

feedback_counted as (
    select
        business_date,
        org_unit_id,
        touchpoint,
        channel,
        source,
        cast(count(*) as bigint) as response_count,
        count(nps_score) as nps_n,
        count_if(nps_score >= 9) as promoter_count,
        count_if(nps_score in (7, 8)) as passive_count,
        count_if(nps_score <= 6) as detractor_count,
        count(is_csat_top) as csat_n,
        count_if(is_csat_top) as csat_top_count,
        count(case when ces_version = 'v2' then ces_score end) as ces_n,
        count_if(ces_version = 'v2' and ces_score >= 5) as ces_easy_count
    from feedback
    group by business_date, org_unit_id, touchpoint, channel, source
),

shares_measured as (
    select
        business_date,
        org_unit_id,
        touchpoint,
        channel,
        source,
        response_count,
        nps_n,
        promoter_count,
        passive_count,
        detractor_count,
        csat_n,
        csat_top_count,
        ces_n,
        ces_easy_count,
        cast(promoter_count as double) / nullif(nps_n, 0) as promoter_ratio,
        cast(detractor_count as double) / nullif(nps_n, 0) as detractor_ratio,
        cast(csat_top_count as double) / nullif(csat_n, 0) as csat
    from feedback_counted
),

errors_measured as (
    select
        business_date,
        org_unit_id,
        touchpoint,
        channel,
        source,
        response_count,
        nps_n,
        promoter_count,
        passive_count,
        detractor_count,
        csat_n,
        csat_top_count,
        ces_n,
        ces_easy_count,
        csat,
        100 * (promoter_ratio - detractor_ratio) as nps,
        100 * sqrt(
            greatest(
                promoter_ratio + detractor_ratio - (promoter_ratio - detractor_ratio) * (promoter_ratio - detractor_ratio), 0e0
            ) / nullif(nps_n, 0)
        ) as nps_standard_error,
        1 + 3.8416e0 / nullif(csat_n, 0) as wilson_scale,
        csat + 1.9208e0 / nullif(csat_n, 0) as wilson_centre,
        1.96e0 * sqrt(
            csat * (1 - csat) / nullif(csat_n, 0) + 0.9604e0 / nullif(cast(csat_n as double) * csat_n, 0)
        ) as wilson_margin
    from shares_measured
)

select
    errors_measured.business_date,
    errors_measured.org_unit_id,
    coalesce(stores.name, '未归属') as store_name,
    coalesce(stores.name_en, 'Unassigned') as store_name_en,
    coalesce(stores.region_id, 'unassigned') as region_id,
    coalesce(stores.region_name, '未归属') as region_name,
    coalesce(stores.region_name_en, 'Unassigned') as region_name_en,
    errors_measured.touchpoint,
    errors_measured.channel,
    errors_measured.source,
    response_count,
    nps_n,
    promoter_count,
    passive_count,
    detractor_count,
    nps,
    nps - 1.96e0 * nps_standard_error as nps_low,
    nps + 1.96e0 * nps_standard_error as nps_high,
    csat_n,
    csat_top_count,
    csat,
    (wilson_centre - wilson_margin) / nullif(wilson_scale, 0) as csat_low,
    (wilson_centre + wilson_margin) / nullif(wilson_scale, 0) as csat_high,
    ces_n,
    ces_easy_count
from errors_measured
left join stores on errors_measured.org_unit_id = stores.org_unit_id
