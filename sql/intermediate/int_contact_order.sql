with orders as (
    select * from int_order
),

orders_staged as (
    select * from stg_order
),

contact_events as (
    select * from int_contact_event
),

orders_owned as (
    select
        orders.order_event_id,
        orders.channel,
        orders.order_id,
        orders.business_date,
        contact_events.contact_id,
        orders.org_unit_id,
        orders.mode,
        coalesce(orders_staged.sales_channel, orders.channel) as sales_channel,
        orders_staged.guest_count,
        orders.currency,
        orders.total_amount,
        coalesce(orders_staged.discount_amount, cast(0 as decimal(18, 2))) as discount_amount
    from orders
    inner join orders_staged on orders.order_event_id = orders_staged.event_id
    inner join contact_events on orders.order_event_id = contact_events.event_id
    where contact_events.source = 'order' and orders.status <> 'cancelled'
),

peers_summed as (
    select
        business_date,
        mode,
        currency,
        cast(sum(total_amount) as double) / nullif(count(total_amount), 0) as mean_amount
    from orders_owned
    group by business_date, mode, currency
)

select
    orders_owned.order_event_id,
    orders_owned.channel,
    orders_owned.order_id,
    orders_owned.business_date,
    orders_owned.contact_id,
    orders_owned.org_unit_id,
    orders_owned.mode,
    orders_owned.sales_channel,
    orders_owned.guest_count,
    orders_owned.currency,
    orders_owned.total_amount,
    orders_owned.discount_amount,
    cast(
        round(cast(orders_owned.total_amount as double) / nullif(peers_summed.mean_amount, 0), 2) as decimal(18, 2)
    ) as peer_ratio
from orders_owned
left join peers_summed
    on
        orders_owned.business_date = peers_summed.business_date
        and orders_owned.mode = peers_summed.mode
        and orders_owned.currency = peers_summed.currency
