with app_steps as (
    select * from int_app_step
),

journey_steps as (
    select * from journey_step
)

select
    app_steps.session_date as passage_date,
    app_steps.session_key as passage_id,
    coalesce(max(app_steps.org_unit_id) over (partition by app_steps.session_key), 'unassigned') as org_unit_id,
    journey_steps.journey,
    journey_steps.stage,
    journey_steps.stage_number,
    journey_steps.step,
    app_steps.event_id,
    app_steps.occurred_at as stepped_at
from app_steps
inner join journey_steps
    on 'app/' || app_steps.action = journey_steps.step
    and coalesce(journey_steps.touchpoint, app_steps.touchpoint, '') = coalesce(app_steps.touchpoint, '')
where app_steps.order_id is null
