with counts as (
    select * from int_invite_count
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
    counts.sent_by,
    counts.invite_count,
    counts.skipped_count,
    counts.bounced_count,
    counts.delivered_count,
    counts.opened_count,
    counts.started_count,
    counts.completed_count
from counts
left join stores on counts.org_unit_id = stores.org_unit_id
