with orders as (
    select * from int_order_contact
)

select
    store_id,
    sales_channel,
    business_date,
    count(*) as order_count,
    count(distinct contact_id) as buyer_count,
    cast(sum(total_amount) as decimal(18, 2)) as revenue_amount,
    cast(sum(item_count) as bigint) as item_count,
    count_if(paid_at is null) as unpaid_count,
    avg(cast(date_diff('millisecond', created_at, paid_at) as double)) / 1000 as pay_seconds
from orders
group by store_id, sales_channel, business_date
