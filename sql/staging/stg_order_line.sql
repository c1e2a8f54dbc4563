with landed as (
    select
        *,
        row_number() over (
            partition by event_id
            order by event_version desc, record_id desc, received_at asc
        ) as version_rank
    from lake_order_line
)

select
    event_id,
    event_version,
    record_id,
    channel,
    occurred_at,
    business_date,
    received_at,
    order_id,
    line_number,
    product_id,
    product_name,
    product_category,
    seller_id,
    org_unit_id,
    touchpoint,
    quantity,
    unit_amount,
    freight_amount,
    currency
from landed
where version_rank = 1
