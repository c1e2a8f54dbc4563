with orders as (
    select * from stg_order
),

contacts as (
    select * from int_contact
)

select
    orders.event_id,
    orders.occurred_at,
    orders.business_date,
    orders.order_id,
    orders.phone_key,
    orders.member_key,
    orders.unionid_key,
    orders.store_id,
    orders.sales_channel,
    orders.created_at,
    orders.paid_at,
    orders.item_count,
    orders.total_amount,
    orders.payment_method,
    orders.city,
    contacts.contact_id
from orders
left join contacts on orders.unionid_key = contacts.unionid_key
