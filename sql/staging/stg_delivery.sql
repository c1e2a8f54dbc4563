with landed as (
    select
        *,
        row_number() over (
            partition by event_id
            order by event_version desc, record_id desc, received_at asc
        ) as version_rank
    from lake_delivery
)

select
    event_id,
    event_version,
    record_id,
    channel,
    occurred_at,
    business_date,
    received_at,
    delivery_id,
    order_id,
    org_unit_id,
    touchpoint,
    carrier,
    status,
    promised_at,
    picked_up_at,
    delivered_at,
    distance_km
from landed
where version_rank = 1
