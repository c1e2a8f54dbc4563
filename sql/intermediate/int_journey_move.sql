with order_steps as (
    select * from int_order_step
),

browse_steps as (
    select * from int_browse_step
),

all_steps as (
    select passage_date, passage_id, order_id, org_unit_id, journey, stage, stage_number, step, event_id, stepped_at
    from order_steps
    union all
    select
        passage_date, passage_id, cast(null as varchar) as order_id, org_unit_id, journey, stage, stage_number, step, event_id,
        stepped_at
    from browse_steps
),

steps_ordered as (
    select
        passage_date, passage_id, order_id, org_unit_id, journey, stage, stage_number, step, event_id, stepped_at,
        row_number() over passage as move_number,
        lag(stage) over passage as from_stage,
        lag(stage_number) over passage as from_stage_number,
        lead(stage) over passage as next_stage,
        lead(stage_number) over passage as next_stage_number,
        lead(stepped_at) over passage as next_stepped_at
    from all_steps
    window passage as (partition by journey, passage_id order by stepped_at, stage_number, step, event_id)
)

select
    passage_date,
    journey,
    passage_id,
    order_id,
    org_unit_id,
    move_number,
    step,
    event_id,
    stepped_at,
    stage,
    stage_number,
    from_stage,
    case
        when from_stage_number is null then 'start'
        when from_stage_number = stage_number then 'repeat'
        when from_stage_number > stage_number then 'back'
        when from_stage_number + 1 = stage_number then 'next'
        else 'skip'
    end as move_kind,
    next_stage,
    next_stage_number,
    next_stepped_at
from steps_ordered
