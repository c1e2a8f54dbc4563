with orders as (
    select * from int_order
),

visits as (
    select * from stg_visit
),

payments as (
    select * from stg_payment
),

deliveries as (
    select * from stg_delivery
),

responses as (
    select * from stg_survey_response
),

reviews as (
    select * from stg_review
),

tickets as (
    select * from stg_ticket
),

refunds as (
    select * from stg_refund
),

app_steps as (
    select * from int_app_step
),

journey_steps as (
    select * from journey_step
),

all_steps as (
    select
        order_id, order_event_id as event_id, 'order/placed' as step, cast(null as varchar) as touchpoint,
        placed_at as stepped_at
    from orders
    union all
    select
        order_id, order_event_id as event_id, 'order/approved' as step, cast(null as varchar) as touchpoint,
        approved_at as stepped_at
    from orders
    union all
    select
        order_id, order_event_id as event_id, 'order/completed' as step, cast(null as varchar) as touchpoint,
        completed_at as stepped_at
    from orders
    union all
    select order_id, event_id, 'visit/arrived' as step, touchpoint, arrived_at as stepped_at from visits
    union all
    select order_id, event_id, 'visit/seated' as step, touchpoint, seated_at as stepped_at from visits
    union all
    select order_id, event_id, 'visit/served' as step, touchpoint, served_at as stepped_at from visits
    union all
    select order_id, event_id, 'visit/left' as step, touchpoint, left_at as stepped_at from visits
    union all
    select order_id, event_id, 'payment/paid' as step, touchpoint, occurred_at as stepped_at from payments
    union all
    select order_id, event_id, 'delivery/picked_up' as step, touchpoint, picked_up_at as stepped_at from deliveries
    union all
    select order_id, event_id, 'delivery/delivered' as step, touchpoint, delivered_at as stepped_at from deliveries
    union all
    select order_id, event_id, 'survey/completed' as step, touchpoint, occurred_at as stepped_at
    from responses
    where status = 'completed'
    union all
    select order_id, event_id, 'review/posted' as step, touchpoint, occurred_at as stepped_at from reviews
    union all
    select order_id, event_id, 'ticket/opened' as step, touchpoint, opened_at as stepped_at from tickets
    union all
    select order_id, event_id, 'ticket/solved' as step, touchpoint, solved_at as stepped_at from tickets
    union all
    select order_id, event_id, 'refund/paid' as step, touchpoint, occurred_at as stepped_at from refunds
    union all
    select order_id, event_id, 'app/' || action as step, touchpoint, occurred_at as stepped_at from app_steps
)

select
    orders.business_date as passage_date,
    orders.order_event_id as passage_id,
    orders.order_id,
    orders.org_unit_id,
    journey_steps.journey,
    journey_steps.stage,
    journey_steps.stage_number,
    all_steps.step,
    all_steps.event_id,
    all_steps.stepped_at
from orders
inner join all_steps on orders.order_id = all_steps.order_id
inner join journey_steps
    on orders.mode = journey_steps.mode and all_steps.step = journey_steps.step
    and coalesce(journey_steps.touchpoint, all_steps.touchpoint, '') = coalesce(all_steps.touchpoint, '')
where all_steps.stepped_at is not null
