with stages as (
    select * from int_journey_stage
)

select
    passage_date,
    org_unit_id,
    journey,
    stage,
    stage_number,
    count(*) as reached_count,
    count_if(is_next_reached) as converted_count,
    count_if(is_exited) as exited_count,
    count_if(is_next_reached and is_exited) as converted_exited_count,
    cast(sum(entry_count) as bigint) as entry_count,
    cast(sum(repeat_count) as bigint) as repeat_count,
    cast(sum(back_count) as bigint) as back_count
from stages
group by passage_date, org_unit_id, journey, stage, stage_number
