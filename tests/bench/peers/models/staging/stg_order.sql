with landed as (
    select
        *,
        row_number() over (
            partition by event_id
            order by event_version desc, record_id desc, received_at asc
        ) as version_rank
    from lake_order
)

select
    event_id,
    event_version,
    record_id,
    occurred_at,
    business_date,
    received_at,
    order_id,
    phone_key,
    member_key,
    unionid_key,
    store_id,
    sales_channel,
    created_at,
    paid_at,
    order_lines,
    item_count,
    total_amount,
    payment_method,
    city
from landed
where version_rank = 1
