with orders as (
    select * from int_order_contact
),

responses as (
    select * from int_response_contact
),

orders_summed as (
    select
        contact_id,
        count(*) as order_count,
        cast(sum(total_amount) as decimal(18, 2)) as spend_amount,
        max(created_at) as last_order_at
    from orders
    where contact_id is not null
    group by contact_id
),

responses_summed as (
    select
        contact_id,
        count(*) as response_count,
        max_by(nps_score, completed_at) as last_nps_score,
        avg(cast(csat_score as double)) as csat_mean
    from responses
    where contact_id is not null
    group by contact_id
)

select
    coalesce(orders_summed.contact_id, responses_summed.contact_id) as contact_id,
    coalesce(orders_summed.order_count, 0) as order_count,
    orders_summed.spend_amount,
    orders_summed.last_order_at,
    coalesce(responses_summed.response_count, 0) as response_count,
    responses_summed.last_nps_score,
    responses_summed.csat_mean
from orders_summed
full join responses_summed on orders_summed.contact_id = responses_summed.contact_id
