with orders as (
    select * from int_order
),

visits as (
    select * from stg_visit
),

contacts as (
    select * from stg_contact
),

waits_measured as (
    select
        order_id,
        max(cast(date_diff('millisecond', arrived_at, seated_at) as double) / 60000) as wait_minutes
    from visits
    where order_id is not null
    group by order_id
),

tiers_known as (
    select
        member_key,
        max_by(coalesce(member_tier, 'member'), event_version) as member_tier
    from contacts
    where member_key is not null
    group by member_key
)

select
    orders.order_event_id,
    orders.order_id,
    orders.business_date,
    orders.org_unit_id,
    orders.mode,
    case when orders.member_key is null then 'guest' else coalesce(tiers_known.member_tier, 'member') end as tier,
    case
        when orders.late_minutes > 15 or waits_measured.wait_minutes > 15 then 'very late'
        when orders.late_minutes > 0 or waits_measured.wait_minutes > 5 then 'late'
        else 'in time'
    end as punctuality
from orders
left join waits_measured on orders.order_id = waits_measured.order_id
left join tiers_known on orders.member_key = tiers_known.member_key
where orders.status <> 'cancelled'
