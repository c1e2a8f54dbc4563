with landed as (
    select
        *,
        row_number() over (
            partition by event_id
            order by event_version desc, record_id desc, received_at asc
        ) as version_rank
    from lake_org_unit
)

select
    event_id,
    event_version,
    record_id,
    channel,
    occurred_at,
    business_date,
    received_at,
    org_unit_id,
    parent_id,
    kind,
    name,
    name_en,
    city,
    region,
    time_zone,
    manager_id,
    latitude,
    longitude,
    is_open
from landed
where version_rank = 1
