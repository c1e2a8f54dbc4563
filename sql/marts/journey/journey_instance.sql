with moves as (
    select * from int_journey_move
),

journey_stages as (
    select * from journey_stage
)

select
    moves.passage_date,
    moves.journey,
    moves.passage_id,
    max(moves.order_id) as order_id,
    moves.org_unit_id,
    min(moves.stepped_at) as opened_at,
    max(moves.stepped_at) as last_step_at,
    min(case when journey_stages.is_exit then moves.stepped_at end) as exited_at,
    min_by(moves.stage, moves.move_number) as first_stage,
    max_by(moves.stage, moves.stage_number) as furthest_stage,
    count(*) as step_count,
    count(distinct moves.stage) as stage_count,
    count_if(moves.move_kind = 'skip') as skip_count,
    count_if(moves.move_kind = 'repeat') as repeat_count,
    count_if(moves.move_kind = 'back') as back_count,
    array_join(array_agg(moves.stage order by moves.move_number), ' > ') as path
from moves
inner join journey_stages on moves.journey = journey_stages.journey and moves.stage = journey_stages.stage
group by moves.passage_date, moves.journey, moves.passage_id, moves.org_unit_id
