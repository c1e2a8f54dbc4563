with contact_orders as (
    select * from int_contact_order
),

order_lines as (
    select * from stg_order_line
)

select
    contact_orders.business_date,
    contact_orders.contact_id,
    order_lines.product_id,
    min(coalesce(order_lines.product_category, 'unknown')) as product_category,
    count(distinct contact_orders.order_event_id) as order_count
from contact_orders
inner join order_lines on contact_orders.order_id = order_lines.order_id and contact_orders.channel = order_lines.channel
group by contact_orders.business_date, contact_orders.contact_id, order_lines.product_id
