with orders as (
    select * from int_order_trait
),

invites as (
    select * from stg_survey_invite
),

responses as (
    select * from stg_survey_response
),

stores as (
    select * from store
),

orders_asked as (
    select distinct order_id
    from invites
    where status not in ('skipped', 'bounced')
),

orders_answered as (
    select distinct order_id
    from responses
    where status <> 'dismissed'
),

orders_sorted as (
    select
        orders.business_date,
        orders.mode,
        orders.tier,
        orders.punctuality,
        coalesce(stores.region_id, 'unassigned') as region_id,
        count(*) as order_count,
        count(orders_asked.order_id) as asked_count,
        count(orders_answered.order_id) as answered_count,
        count(case when orders_answered.order_id is not null then orders_asked.order_id end) as asked_answered_count
    from orders
    left join stores on orders.org_unit_id = stores.org_unit_id
    left join orders_asked on orders.order_id = orders_asked.order_id
    left join orders_answered on orders.order_id = orders_answered.order_id
    group by
        orders.business_date, orders.mode, orders.tier, orders.punctuality, coalesce(stores.region_id, 'unassigned')
),

traits_summed as (
    select
        date_trunc('month', orders_sorted.business_date) as period_date,
        traits.trait_kind,
        case traits.trait_kind
            when 'mode' then mode
            when 'tier' then tier
            when 'punctuality' then punctuality
            else region_id
        end as trait,
        cast(sum(order_count) as bigint) as order_count,
        cast(sum(asked_count) as bigint) as asked_count,
        cast(sum(answered_count) as bigint) as answered_count,
        cast(sum(asked_answered_count) as bigint) as asked_answered_count
    from orders_sorted
    cross join unnest(array['mode', 'tier', 'punctuality', 'region']) as traits (trait_kind)
    group by
        date_trunc('month', orders_sorted.business_date),
        traits.trait_kind,
        case traits.trait_kind
            when 'mode' then mode
            when 'tier' then tier
            when 'punctuality' then punctuality
            else region_id
        end
)

select
    period_date,
    trait_kind,
    trait,
    order_count,
    asked_count,
    answered_count,
    cast(asked_answered_count as double) / nullif(asked_count, 0) as response_ratio,
    cast(order_count as double) / nullif(sum(order_count) over (partition by period_date, trait_kind), 0) as order_share,
    cast(answered_count as double)
    / nullif(sum(answered_count) over (partition by period_date, trait_kind), 0) as answer_share
from traits_summed
