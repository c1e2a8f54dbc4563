with landed as (
    select
        *,
        row_number() over (
            partition by event_id
            order by event_version desc, record_id desc, received_at asc
        ) as version_rank
    from lake_ticket_event
)

select
    event_id,
    event_version,
    record_id,
    channel,
    occurred_at,
    business_date,
    received_at,
    ticket_id,
    kind,
    field_name,
    from_value,
    to_value,
    actor_id,
    actor_role,
    comment
from landed
where version_rank = 1
