with orders as (
    select * from int_order_contact
),

responses as (
    select * from int_response_contact
),

tickets as (
    select * from int_ticket_span
),

first_responses as (
    select
        order_id,
        min_by(response_id, completed_at) as response_id,
        min_by(nps_score, completed_at) as nps_score
    from responses
    group by order_id
),

steps_reached as (
    select
        orders.store_id,
        orders.business_date,
        orders.paid_at is not null as is_paid,
        first_responses.response_id is not null as is_answered,
        coalesce(first_responses.nps_score <= 6, false) as is_detractor,
        tickets.ticket_id is not null as is_ticketed,
        tickets.resolved_at is not null as is_resolved
    from orders
    left join first_responses on orders.order_id = first_responses.order_id
    left join tickets on first_responses.response_id = tickets.response_id
)

select
    store_id,
    business_date,
    count(*) as ordered_count,
    count_if(is_paid) as paid_count,
    count_if(is_answered) as answered_count,
    count_if(is_detractor) as detractor_count,
    count_if(is_ticketed) as ticketed_count,
    count_if(is_resolved) as resolved_count
from steps_reached
group by store_id, business_date
