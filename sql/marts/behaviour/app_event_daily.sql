with app_events as (
    select * from stg_app_event
),

stores as (
    select * from store
),

events_counted as (
    select
        business_date,
        coalesce(org_unit_id, 'unassigned') as org_unit_id,
        channel,
        action,
        count(*) as event_count,
        count(distinct session_id) as session_count,
        count(distinct device_key) as device_count
    from app_events
    group by business_date, coalesce(org_unit_id, 'unassigned'), channel, action
)

select
    events_counted.business_date,
    events_counted.org_unit_id,
    coalesce(stores.name, '未归属') as store_name,
    coalesce(stores.name_en, 'Unassigned') as store_name_en,
    coalesce(stores.region_id, 'unassigned') as region_id,
    coalesce(stores.region_name, '未归属') as region_name,
    coalesce(stores.region_name_en, 'Unassigned') as region_name_en,
    events_counted.channel,
    events_counted.action,
    events_counted.event_count,
    events_counted.session_count,
    events_counted.device_count
from events_counted
left join stores on events_counted.org_unit_id = stores.org_unit_id
