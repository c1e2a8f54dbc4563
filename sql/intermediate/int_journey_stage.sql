with moves as (
    select * from int_journey_move
),

journey_stages as (
    select * from journey_stage
),

stages_entered as (
    select
        passage_date,
        journey,
        passage_id,
        org_unit_id,
        stage,
        stage_number,
        min(stepped_at) as first_entered_at,
        max(stepped_at) as last_entered_at,
        count(*) as entry_count,
        min(case when next_stage <> stage then next_stepped_at end) as left_at,
        bool_or(coalesce(next_stage_number = stage_number + 1, false)) as is_next_right_after,
        count_if(move_kind = 'repeat') as repeat_count,
        count_if(move_kind = 'back') as back_count
    from moves
    group by passage_date, journey, passage_id, org_unit_id, stage, stage_number
),

stages_judged as (
    select
        stages_entered.passage_date,
        stages_entered.journey,
        stages_entered.passage_id,
        stages_entered.org_unit_id,
        stages_entered.stage,
        stages_entered.stage_number,
        first_entered_at,
        last_entered_at,
        entry_count,
        left_at,
        repeat_count,
        back_count,
        case
            when journey_stages.any_order then coalesce(
                lead(stages_entered.stage_number) over passage = stages_entered.stage_number + 1
                and lead(last_entered_at) over passage >= first_entered_at,
                false
            )
            else is_next_right_after
        end as is_next_reached
    from stages_entered
    inner join journey_stages
        on stages_entered.journey = journey_stages.journey and stages_entered.stage = journey_stages.stage
    window passage as (partition by stages_entered.journey, stages_entered.passage_id order by stages_entered.stage_number)
)

select
    passage_date,
    journey,
    passage_id,
    org_unit_id,
    stage,
    stage_number,
    first_entered_at,
    last_entered_at,
    entry_count,
    repeat_count,
    back_count,
    left_at,
    cast(date_diff('millisecond', first_entered_at, left_at) as double) / 60000 as dwell_minutes,
    is_next_reached
from stages_judged
