with feedback as (
    select * from int_feedback
),

journey_touchpoints as (
    select * from journey_touchpoint
),

stages_scored as (
    select * from best
),

last_periods as (
    select max(period_date) as period_date from stages_scored
),

weights_measured as (
    select
        journey_touchpoints.journey,
        journey_touchpoints.stage,
        count(*) as n,
        corr(cast(feedback.nps_score as double), cast(feedback.csat_score as double)) as correlation
    from feedback
    inner join journey_touchpoints on feedback.touchpoint = journey_touchpoints.touchpoint
    where feedback.source = 'survey' and feedback.nps_score is not null and feedback.csat_score is not null
    group by journey_touchpoints.journey, journey_touchpoints.stage
),

moments_measured as (
    select
        stages_scored.period_date,
        stages_scored.unit_kind,
        stages_scored.unit_id,
        stages_scored.region_id,
        stages_scored.journey,
        stages_scored.stage,
        stages_scored.nps_n,
        stages_scored.nps,
        stages_scored.nps_target,
        greatest(stages_scored.nps_target - stages_scored.nps, 0e0) as gap,
        round(weights_measured.correlation * weights_measured.correlation, 9) as weight
    from stages_scored
    inner join last_periods on stages_scored.period_date = last_periods.period_date
    inner join weights_measured
        on stages_scored.journey = weights_measured.journey and stages_scored.stage = weights_measured.stage
    where weights_measured.n >= 100 and stages_scored.nps_n >= 30 and stages_scored.nps_target is not null
)

select
    period_date,
    unit_kind,
    unit_id,
    region_id,
    journey,
    stage,
    nps_n,
    nps,
    nps_target,
    gap,
    weight,
    weight * gap as moment,
    row_number() over (
        partition by unit_kind, unit_id
        order by round(weight * gap, 6) desc, journey asc, stage asc
    ) as place
from moments_measured
