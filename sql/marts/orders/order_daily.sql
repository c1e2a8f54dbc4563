with orders as (
    select * from int_order
),

stores as (
    select * from store
),

orders_counted as (
    select
        business_date,
        org_unit_id,
        mode,
        channel,
        coalesce(currency, 'XXX') as currency,
        count(*) as order_count,
        count_if(status = 'cancelled') as cancelled_count,
        sum(case when status <> 'cancelled' then total_amount end) as revenue_amount,
        cast(sum(case when status <> 'cancelled' then item_count end) as bigint) as item_count,
        count(delivered_at) as delivered_count,
        count(is_late) as promised_count,
        count_if(is_late) as late_count
    from orders
    group by business_date, org_unit_id, mode, channel, coalesce(currency, 'XXX')
)

select
    orders_counted.business_date,
    orders_counted.org_unit_id,
    coalesce(stores.name, '未归属') as store_name,
    coalesce(stores.name_en, 'Unassigned') as store_name_en,
    coalesce(stores.region_id, 'unassigned') as region_id,
    coalesce(stores.region_name, '未归属') as region_name,
    coalesce(stores.region_name_en, 'Unassigned') as region_name_en,
    orders_counted.mode,
    orders_counted.channel,
    orders_counted.currency,
    orders_counted.order_count,
    orders_counted.cancelled_count,
    cast(orders_counted.revenue_amount as decimal(18, 2)) as revenue_amount,
    orders_counted.item_count,
    orders_counted.delivered_count,
    orders_counted.promised_count,
    orders_counted.late_count
from orders_counted
left join stores on orders_counted.org_unit_id = stores.org_unit_id
