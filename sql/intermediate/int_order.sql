with orders as (
    select * from stg_order
),

order_lines as (
    select * from stg_order_line
),

deliveries as (
    select * from stg_delivery
),

lines_summed as (
    select
        order_id,
        channel,
        max_by(org_unit_id, -line_number) as first_line_org_unit_id,
        cast(sum(quantity) as bigint) as item_count,
        sum(cast(quantity * unit_amount + coalesce(freight_amount, 0) as decimal(18, 2))) as total_amount
    from order_lines
    group by order_id, channel
),

deliveries_ranked as (
    select
        order_id,
        channel,
        promised_at,
        delivered_at,
        row_number() over (
            partition by order_id, channel
            order by delivered_at desc, delivery_id desc
        ) as recency
    from deliveries
),

last_deliveries as (
    select
        order_id,
        channel,
        promised_at,
        delivered_at
    from deliveries_ranked
    where recency = 1
)

select
    orders.event_id as order_event_id,
    orders.order_id,
    orders.channel,
    orders.business_date,
    orders.member_key,
    orders.placed_at,
    orders.approved_at,
    orders.completed_at,
    coalesce(orders.org_unit_id, lines_summed.first_line_org_unit_id, 'unassigned') as org_unit_id,
    coalesce(orders.mode, 'unknown') as mode,
    orders.status,
    orders.currency,
    coalesce(orders.item_count, lines_summed.item_count) as item_count,
    cast(coalesce(orders.total_amount, lines_summed.total_amount) as decimal(18, 2)) as total_amount,
    last_deliveries.promised_at,
    last_deliveries.delivered_at,
    last_deliveries.delivered_at > last_deliveries.promised_at as is_late,
    cast(date_diff('millisecond', last_deliveries.promised_at, last_deliveries.delivered_at) as double) / 60000 as late_minutes
from orders
left join lines_summed on orders.order_id = lines_summed.order_id and orders.channel = lines_summed.channel
left join last_deliveries on orders.order_id = last_deliveries.order_id and orders.channel = last_deliveries.channel
