with landed as (
    select
        *,
        row_number() over (
            partition by event_id
            order by event_version desc, record_id desc, received_at asc
        ) as version_rank
    from lake_initiative
)

select
    event_id,
    event_version,
    record_id,
    channel,
    occurred_at,
    business_date,
    received_at,
    initiative_id,
    name,
    touchpoint,
    owner_id,
    status,
    start_date,
    end_date
from landed
where version_rank = 1
