with targets as (
    select * from stg_target
),

org_units as (
    select * from stg_org_unit
),

stores as (
    select * from store
),

company as (
    select min(org_unit_id) as org_unit_id
    from org_units
    where kind = 'company'
),

targets_placed as (
    select
        targets.metric,
        coalesce(targets.org_unit_id, company.org_unit_id, 'company') as org_unit_id,
        coalesce(targets.touchpoint, 'all') as touchpoint,
        targets.value,
        targets.start_date,
        targets.end_date,
        targets.received_at,
        targets.event_id,
        case when targets.org_unit_id is null then 1 else 0 end as is_unnamed
    from targets
    cross join company
),

targets_ranked as (
    select
        metric,
        org_unit_id,
        touchpoint,
        value,
        start_date,
        end_date,
        row_number() over (
            partition by metric, org_unit_id, touchpoint, start_date
            order by is_unnamed asc, received_at desc, event_id asc
        ) as place
    from targets_placed
)

select
    targets_ranked.metric,
    targets_ranked.org_unit_id,
    coalesce(stores.region_id, targets_ranked.org_unit_id) as region_id,
    targets_ranked.touchpoint,
    targets_ranked.value,
    targets_ranked.start_date,
    targets_ranked.end_date
from targets_ranked
left join stores on targets_ranked.org_unit_id = stores.org_unit_id
where place = 1
