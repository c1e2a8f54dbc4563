with landed as (
    select
        *,
        row_number() over (
            partition by event_id
            order by event_version desc, record_id desc, received_at asc
        ) as version_rank
    from lake_action
)

select
    event_id,
    event_version,
    record_id,
    channel,
    occurred_at,
    business_date,
    received_at,
    action_id,
    initiative_id,
    org_unit_id,
    stage,
    title,
    start_date,
    end_date,
    owner_id
from landed
where version_rank = 1
