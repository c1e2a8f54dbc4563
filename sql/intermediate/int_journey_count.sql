with stages as (
    select * from int_journey_stage
),

dwells_rounded as (
    select
        passage_date, org_unit_id, journey, stage, stage_number, is_next_reached,
        entry_count, repeat_count, back_count, dwell_minutes,
        cast(round(dwell_minutes * 10) as bigint) as dwell_tenths
    from stages
)

select
    passage_date,
    org_unit_id,
    journey,
    stage,
    stage_number,
    count(*) as reached_count,
    count_if(is_next_reached) as converted_count,
    cast(sum(entry_count) as bigint) as entry_count,
    cast(sum(repeat_count) as bigint) as repeat_count,
    cast(sum(back_count) as bigint) as back_count,
    count(dwell_minutes) as dwell_count,
    cast(coalesce(sum(dwell_tenths), 0) as bigint) as dwell_tenths,
    cast(coalesce(sum(dwell_tenths * dwell_tenths), 0) as bigint) as dwell_squares
from dwells_rounded
group by passage_date, org_unit_id, journey, stage, stage_number
