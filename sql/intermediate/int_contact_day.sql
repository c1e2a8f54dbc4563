with contact_orders as (
    select * from int_contact_order
),

contact_events as (
    select * from int_contact_event
),

responses as (
    select * from stg_survey_response
),

doings as (
    select
        business_date,
        contact_id,
        1 as order_count,
        case when discount_amount > 0 then 0 else 1 end as full_price_count,
        total_amount as amount,
        currency,
        peer_ratio,
        guest_count,
        cast(null as bigint) as nps_score,
        0 as trouble_count
    from contact_orders
    union all
    select
        contact_events.business_date,
        contact_events.contact_id,
        0 as order_count,
        0 as full_price_count,
        cast(null as decimal(18, 2)) as amount,
        cast(null as varchar) as currency,
        cast(null as decimal(18, 2)) as peer_ratio,
        cast(null as bigint) as guest_count,
        responses.nps_score,
        0 as trouble_count
    from contact_events
    inner join responses on contact_events.event_id = responses.event_id
    where contact_events.source = 'survey_response' and responses.status <> 'dismissed' and responses.nps_score is not null
    union all
    select
        business_date,
        contact_id,
        0 as order_count,
        0 as full_price_count,
        cast(null as decimal(18, 2)) as amount,
        cast(null as varchar) as currency,
        cast(null as decimal(18, 2)) as peer_ratio,
        cast(null as bigint) as guest_count,
        cast(null as bigint) as nps_score,
        1 as trouble_count
    from contact_events
    where source in ('ticket', 'refund')
)

select
    business_date,
    contact_id,
    cast(sum(order_count) as bigint) as order_count,
    cast(sum(full_price_count) as bigint) as full_price_count,
    case when min(currency) = max(currency) then cast(sum(amount) as decimal(18, 2)) end as amount,
    case when min(currency) = max(currency) then min(currency) end as currency,
    cast(sum(peer_ratio) as decimal(18, 2)) as peer_ratio_sum,
    count(peer_ratio) as peer_ratio_n,
    cast(sum(guest_count) as bigint) as guest_count,
    count(guest_count) as guest_n,
    cast(sum(nps_score) as bigint) as nps_score_sum,
    count(nps_score) as nps_n,
    cast(sum(trouble_count) as bigint) as trouble_count
from doings
group by business_date, contact_id
