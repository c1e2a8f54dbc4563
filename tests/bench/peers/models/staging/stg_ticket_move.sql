with landed as (
    select
        *,
        row_number() over (
            partition by event_id
            order by event_version desc, record_id desc, received_at asc
        ) as version_rank
    from lake_ticket_move
)

select
    event_id,
    event_version,
    record_id,
    occurred_at,
    business_date,
    received_at,
    ticket_id,
    move_number,
    response_id,
    store_id,
    state,
    moved_at
from landed
where version_rank = 1
