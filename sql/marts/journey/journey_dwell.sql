with stages as (
    select * from int_journey_stage
),

stores as (
    select * from store
),

periods as (
    select * from int_period
),

dwells_binned as (
    select
        periods.period_kind,
        periods.period_date,
        stages.org_unit_id,
        stages.journey,
        stages.stage,
        stages.stage_number,
        cast(round(stages.dwell_minutes * 10) as bigint) as dwell_tenths,
        count(*) as entered_count
    from stages
    inner join periods on stages.passage_date = periods.business_date
    where stages.dwell_minutes is not null and periods.period_kind in ('four_weeks', 'all')
    group by
        periods.period_kind,
        periods.period_date,
        stages.org_unit_id,
        stages.journey,
        stages.stage,
        stages.stage_number,
        cast(round(stages.dwell_minutes * 10) as bigint)
),

units_binned as (
    select
        dwells_binned.period_kind,
        dwells_binned.period_date,
        units.unit_kind,
        case units.unit_kind
            when 'company' then 'company'
            when 'region' then coalesce(stores.region_id, 'unassigned')
            else dwells_binned.org_unit_id
        end as unit_id,
        case when units.unit_kind = 'company' then 'company' else coalesce(stores.region_id, 'unassigned') end as region_id,
        dwells_binned.journey,
        dwells_binned.stage,
        dwells_binned.stage_number,
        dwells_binned.dwell_tenths,
        sum(dwells_binned.entered_count) as entered_count
    from dwells_binned
    left join stores on dwells_binned.org_unit_id = stores.org_unit_id
    cross join unnest(array['company', 'region', 'store']) as units (unit_kind)
    group by
        dwells_binned.period_kind,
        dwells_binned.period_date,
        units.unit_kind,
        case units.unit_kind
            when 'company' then 'company'
            when 'region' then coalesce(stores.region_id, 'unassigned')
            else dwells_binned.org_unit_id
        end,
        case when units.unit_kind = 'company' then 'company' else coalesce(stores.region_id, 'unassigned') end,
        dwells_binned.journey,
        dwells_binned.stage,
        dwells_binned.stage_number,
        dwells_binned.dwell_tenths
),

bins_accumulated as (
    select
        period_kind, period_date, unit_kind, unit_id, region_id, journey, stage, stage_number, dwell_tenths,
        sum(entered_count) over (
            partition by period_kind, period_date, unit_kind, unit_id, journey, stage
            order by dwell_tenths
            rows between unbounded preceding and current row
        ) as up_to_count,
        sum(entered_count) over (partition by period_kind, period_date, unit_kind, unit_id, journey, stage) as all_count
    from units_binned
)

select
    period_kind,
    period_date,
    unit_kind,
    unit_id,
    region_id,
    journey,
    stage,
    stage_number,
    cast(max(all_count) as bigint) as left_count,
    cast(min(case when up_to_count * 100 >= all_count * 50 then dwell_tenths end) as double) / 10 as dwell_p50_minutes,
    cast(min(case when up_to_count * 100 >= all_count * 75 then dwell_tenths end) as double) / 10 as dwell_p75_minutes,
    cast(min(case when up_to_count * 100 >= all_count * 90 then dwell_tenths end) as double) / 10 as dwell_p90_minutes
from bins_accumulated
group by period_kind, period_date, unit_kind, unit_id, region_id, journey, stage, stage_number
