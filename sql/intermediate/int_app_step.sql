with app_events as (
    select * from stg_app_event
),

orders_read as (
    select
        event_id,
        business_date,
        occurred_at,
        channel,
        action,
        touchpoint,
        org_unit_id,
        coalesce(channel || '/' || session_id, event_id) as session_key,
        json_extract_scalar(properties, '$.order_id') as named_order_id
    from app_events
)

select
    event_id,
    business_date,
    occurred_at,
    action,
    touchpoint,
    org_unit_id,
    session_key,
    coalesce(named_order_id, max(named_order_id) over (partition by session_key)) as order_id,
    min(business_date) over (partition by session_key) as session_date
from orders_read
