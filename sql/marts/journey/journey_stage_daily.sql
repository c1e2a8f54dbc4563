with counts as (
    select * from int_journey_count
),

journey_stages as (
    select * from journey_stage
),

stores as (
    select * from store
),

last_days as (
    select max(passage_date) as last_date from counts
),

stages_placed as (
    select
        journey,
        stage,
        journey_name,
        journey_name_en,
        stage_name,
        stage_name_en,
        time_out_days,
        stage_number = max(stage_number) over (partition by journey) as is_last
    from journey_stages
),

counts_closed as (
    select
        counts.passage_date,
        counts.org_unit_id,
        counts.journey,
        counts.stage,
        counts.stage_number,
        counts.reached_count,
        counts.converted_count,
        counts.entry_count,
        counts.repeat_count,
        counts.back_count,
        stages_placed.journey_name,
        stages_placed.journey_name_en,
        stages_placed.stage_name,
        stages_placed.stage_name_en,
        stages_placed.is_last,
        date_diff('day', counts.passage_date, last_days.last_date) >= stages_placed.time_out_days as is_closed
    from counts
    cross join last_days
    inner join stages_placed on counts.journey = stages_placed.journey and counts.stage = stages_placed.stage
)

select
    counts_closed.passage_date as business_date,
    counts_closed.org_unit_id,
    coalesce(stores.name, '未归属') as store_name,
    coalesce(stores.name_en, 'Unassigned') as store_name_en,
    coalesce(stores.region_id, 'unassigned') as region_id,
    coalesce(stores.region_name, '未归属') as region_name,
    coalesce(stores.region_name_en, 'Unassigned') as region_name_en,
    counts_closed.journey,
    counts_closed.journey_name,
    counts_closed.journey_name_en,
    counts_closed.stage,
    counts_closed.stage_number,
    counts_closed.stage_name,
    counts_closed.stage_name_en,
    counts_closed.reached_count,
    case when counts_closed.is_last then 0 else counts_closed.reached_count end as before_next_count,
    case when counts_closed.is_last then 0 else counts_closed.converted_count end as converted_count,
    case when counts_closed.is_last or not counts_closed.is_closed then 0 else counts_closed.reached_count end as closed_count,
    case
        when counts_closed.is_last or not counts_closed.is_closed then 0
        else counts_closed.reached_count - counts_closed.converted_count
    end as dropped_count,
    case when counts_closed.is_last or counts_closed.is_closed then 0 else counts_closed.reached_count end as open_count,
    counts_closed.entry_count,
    counts_closed.repeat_count,
    counts_closed.back_count
from counts_closed
left join stores on counts_closed.org_unit_id = stores.org_unit_id
