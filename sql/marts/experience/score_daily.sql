with counts as (
    select * from int_score_count
),

stores as (
    select * from store
)

select
    counts.business_date,
    counts.org_unit_id,
    coalesce(stores.name, '未归属') as store_name,
    coalesce(stores.name_en, 'Unassigned') as store_name_en,
    coalesce(stores.region_id, 'unassigned') as region_id,
    coalesce(stores.region_name, '未归属') as region_name,
    coalesce(stores.region_name_en, 'Unassigned') as region_name_en,
    counts.touchpoint,
    counts.channel,
    counts.source,
    counts.response_count,
    counts.nps_n,
    counts.promoter_count,
    counts.passive_count,
    counts.detractor_count,
    counts.csat_n,
    counts.csat_top_count,
    counts.ces_n,
    counts.ces_easy_count,
    counts.ces_sum,
    counts.ces_squares
from counts
left join stores on counts.org_unit_id = stores.org_unit_id
