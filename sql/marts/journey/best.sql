with scores as (
    select * from score
),

dwells as (
    select * from journey_dwell
),

journey_stages as (
    select * from journey_stage
),

journey_touchpoints as (
    select * from journey_touchpoint
),

journey_days as (
    select * from int_journey_count
),

answer_days as (
    select * from int_score_count
),

speech_days as (
    select * from int_speech_count
),

mentions as (
    select * from int_mention
),

stores as (
    select * from store
),

targets as (
    select * from target
),

days as (
    select * from int_period
),

four_weeks as (
    select
        business_date,
        period_date,
        period_end_date
    from days
    where period_kind = 'four_weeks'
),

periods as (
    select distinct
        period_date,
        period_end_date
    from four_weeks
),

units as (
    select
        stores.org_unit_id,
        kinds.unit_kind,
        case kinds.unit_kind
            when 'company' then 'company'
            when 'region' then stores.region_id
            else stores.org_unit_id
        end as unit_id,
        case when kinds.unit_kind = 'company' then 'company' else stores.region_id end as region_id
    from stores
    cross join unnest(array['company', 'region', 'store']) as kinds (unit_kind)
),

units_known as (
    select distinct
        unit_kind,
        unit_id,
        region_id
    from units
),

behaviour_counted as (
    select
        four_weeks.period_date,
        units.unit_kind,
        units.unit_id,
        journey_days.journey,
        journey_days.stage,
        cast(sum(journey_days.reached_count) as bigint) as reached_count,
        cast(sum(journey_days.repeat_count) as bigint) as repeat_count,
        cast(sum(journey_days.back_count) as bigint) as back_count
    from journey_days
    inner join four_weeks on journey_days.passage_date = four_weeks.business_date
    inner join units on journey_days.org_unit_id = units.org_unit_id
    group by four_weeks.period_date, units.unit_kind, units.unit_id, journey_days.journey, journey_days.stage
),

attitudes_measured as (
    select
        period_date,
        unit_kind,
        unit_id,
        focus,
        max(case when metric = 'conversion' then score end) as conversion_ratio,
        max(case when metric = 'dropoff' then n end) as closed_count,
        max(case when metric = 'dropoff' then score end) as dropoff_ratio,
        max(case when metric = 'nps' and source = 'survey' then n end) as nps_n,
        max(case when metric = 'nps' and source = 'survey' then score end) as nps,
        max(case when metric = 'nps' and source = 'survey' then low end) as nps_low,
        max(case when metric = 'nps' and source = 'survey' then high end) as nps_high,
        max(case when metric = 'csat' and source = 'survey' then n end) as csat_n,
        max(case when metric = 'csat' and source = 'survey' then score end) as csat,
        max(case when metric = 'csat' and source = 'survey' then low end) as csat_low,
        max(case when metric = 'csat' and source = 'survey' then high end) as csat_high,
        max(case when metric = 'ces' and source = 'survey' then n end) as ces_n,
        max(case when metric = 'ces' and source = 'survey' then score end) as ces,
        max(case when metric = 'ces' and source = 'survey' then low end) as ces_low,
        max(case when metric = 'ces' and source = 'survey' then high end) as ces_high
    from scores
    where focus_kind = 'stage' and unit_kind <> 'channel' and period_kind = 'four_weeks'
    group by period_date, unit_kind, unit_id, focus
),

speech_counted as (
    select
        four_weeks.period_date,
        units.unit_kind,
        units.unit_id,
        speech_days.journey,
        speech_days.stage,
        cast(sum(speech_days.comment_count) as bigint) as comment_count,
        cast(sum(speech_days.pleased_count) - sum(speech_days.displeased_count) as double)
        / nullif(sum(speech_days.comment_count), 0) as net_sentiment
    from speech_days
    inner join four_weeks on speech_days.business_date = four_weeks.business_date
    inner join units on speech_days.org_unit_id = units.org_unit_id
    group by four_weeks.period_date, units.unit_kind, units.unit_id, speech_days.journey, speech_days.stage
),

topics_counted as (
    select
        four_weeks.period_date,
        units.unit_kind,
        units.unit_id,
        journey_touchpoints.journey,
        journey_touchpoints.stage,
        mentions.mood,
        mentions.name as topic,
        count(*) as mention_count
    from mentions
    inner join journey_touchpoints on mentions.touchpoint = journey_touchpoints.touchpoint
    inner join four_weeks on mentions.business_date = four_weeks.business_date
    inner join units on mentions.org_unit_id = units.org_unit_id
    where mentions.kind = 'topic'
    group by
        four_weeks.period_date, units.unit_kind, units.unit_id, journey_touchpoints.journey, journey_touchpoints.stage,
        mentions.mood, mentions.name
),

topics_ranked as (
    select
        period_date, unit_kind, unit_id, journey, stage, mood, topic,
        row_number() over (
            partition by period_date, unit_kind, unit_id, journey, stage, mood
            order by mention_count desc, topic asc
        ) as place
    from topics_counted
),

top_topics as (
    select
        period_date, unit_kind, unit_id, journey, stage, mood,
        array_join(array_agg(topic order by place), ', ') as topics
    from topics_ranked
    where place <= 3
    group by period_date, unit_kind, unit_id, journey, stage, mood
),

targets_placed as (
    select
        targets.metric,
        coalesce(units_known.unit_kind, 'company') as unit_kind,
        coalesce(units_known.unit_id, 'company') as unit_id,
        targets.touchpoint,
        journey_touchpoints.journey,
        journey_touchpoints.stage,
        targets.value,
        targets.start_date,
        targets.end_date
    from targets
    left join units_known on targets.org_unit_id = units_known.unit_id
    left join journey_touchpoints on targets.touchpoint = journey_touchpoints.touchpoint
    where targets.metric in ('nps', 'csat')
),

targets_ranked as (
    select
        periods.period_date,
        units_known.unit_kind,
        units_known.unit_id,
        journey_stages.journey,
        journey_stages.stage,
        targets_placed.metric,
        targets_placed.value,
        row_number() over (
            partition by
                periods.period_date, units_known.unit_kind, units_known.unit_id, journey_stages.journey, journey_stages.stage,
                targets_placed.metric
            order by
                case when targets_placed.touchpoint = 'all' then 1 else 0 end,
                case targets_placed.unit_kind when 'store' then 0 when 'region' then 1 else 2 end,
                targets_placed.start_date desc,
                targets_placed.touchpoint
        ) as place
    from units_known
    cross join periods
    cross join journey_stages
    inner join targets_placed
        on targets_placed.start_date <= periods.period_end_date
        and coalesce(targets_placed.end_date, periods.period_date) >= periods.period_date
        and (
            targets_placed.touchpoint = 'all'
            or (targets_placed.journey = journey_stages.journey and targets_placed.stage = journey_stages.stage)
        )
        and (
            targets_placed.unit_kind = 'company'
            or (targets_placed.unit_kind = 'region' and targets_placed.unit_id = units_known.region_id)
            or (targets_placed.unit_kind = units_known.unit_kind and targets_placed.unit_id = units_known.unit_id)
        )
),

targets_met as (
    select period_date, unit_kind, unit_id, journey, stage, metric, value
    from targets_ranked
    where place = 1
),

days_answered as (
    select
        four_weeks.period_date,
        answer_days.business_date,
        units.unit_kind,
        units.unit_id,
        journey_touchpoints.journey,
        journey_touchpoints.stage,
        1e2 * (sum(answer_days.promoter_count) - sum(answer_days.detractor_count)) / nullif(sum(answer_days.nps_n), 0) as nps,
        1e0 * sum(answer_days.csat_top_count) / nullif(sum(answer_days.csat_n), 0) as csat
    from answer_days
    inner join journey_touchpoints on answer_days.touchpoint = journey_touchpoints.touchpoint
    inner join four_weeks on answer_days.business_date = four_weeks.business_date
    inner join units on answer_days.org_unit_id = units.org_unit_id
    where answer_days.source = 'survey'
    group by
        four_weeks.period_date, answer_days.business_date, units.unit_kind, units.unit_id, journey_touchpoints.journey,
        journey_touchpoints.stage
),

days_judged as (
    select
        targets_met.period_date,
        targets_met.unit_kind,
        targets_met.unit_id,
        targets_met.journey,
        targets_met.stage,
        max(case when targets_met.metric = 'nps' then targets_met.value end) as nps_target,
        max(case when targets_met.metric = 'csat' then targets_met.value end) as csat_target,
        count_if(targets_met.metric = 'nps' and days_answered.nps < targets_met.value) as nps_off_days,
        count_if(targets_met.metric = 'csat' and days_answered.csat < targets_met.value) as csat_off_days
    from targets_met
    left join days_answered
        on targets_met.period_date = days_answered.period_date and targets_met.unit_kind = days_answered.unit_kind
        and targets_met.unit_id = days_answered.unit_id and targets_met.journey = days_answered.journey
        and targets_met.stage = days_answered.stage
    group by
        targets_met.period_date, targets_met.unit_kind, targets_met.unit_id, targets_met.journey, targets_met.stage
),

pains as (
    select period_date, unit_kind, unit_id, journey, stage, topics from top_topics where mood = 'pain'
),

delights as (
    select period_date, unit_kind, unit_id, journey, stage, topics from top_topics where mood = 'delight'
),

stages_by_unit as (
    select
        periods.period_date,
        units_known.unit_kind,
        units_known.unit_id,
        units_known.region_id,
        journey_stages.journey,
        journey_stages.stage,
        journey_stages.stage_number,
        journey_stages.journey || '/' || journey_stages.stage as focus
    from units_known
    cross join periods
    cross join journey_stages
)

select
    stages_by_unit.period_date,
    stages_by_unit.unit_kind,
    stages_by_unit.unit_id,
    stages_by_unit.region_id,
    stages_by_unit.journey,
    stages_by_unit.stage,
    stages_by_unit.stage_number,
    coalesce(behaviour_counted.reached_count, 0) as reached_count,
    attitudes_measured.conversion_ratio,
    attitudes_measured.closed_count,
    attitudes_measured.dropoff_ratio,
    dwells.dwell_p50_minutes,
    dwells.dwell_p90_minutes,
    behaviour_counted.repeat_count,
    behaviour_counted.back_count,
    coalesce(attitudes_measured.nps_n, 0) as nps_n,
    attitudes_measured.nps,
    attitudes_measured.nps_low,
    attitudes_measured.nps_high,
    coalesce(attitudes_measured.csat_n, 0) as csat_n,
    attitudes_measured.csat,
    attitudes_measured.csat_low,
    attitudes_measured.csat_high,
    coalesce(attitudes_measured.ces_n, 0) as ces_n,
    attitudes_measured.ces,
    attitudes_measured.ces_low,
    attitudes_measured.ces_high,
    coalesce(speech_counted.comment_count, 0) as comment_count,
    speech_counted.net_sentiment,
    pains.topics as pain_topics,
    delights.topics as delight_topics,
    days_judged.nps_target,
    attitudes_measured.nps - days_judged.nps_target as nps_gap,
    attitudes_measured.nps / nullif(days_judged.nps_target, 0) as nps_attainment,
    case
        when attitudes_measured.nps >= days_judged.nps_target then 'on track'
        when attitudes_measured.nps_high >= days_judged.nps_target then 'at risk'
        when attitudes_measured.nps_high < days_judged.nps_target then 'off'
    end as nps_status,
    days_judged.nps_off_days,
    days_judged.csat_target,
    attitudes_measured.csat - days_judged.csat_target as csat_gap,
    attitudes_measured.csat / nullif(days_judged.csat_target, 0) as csat_attainment,
    case
        when attitudes_measured.csat >= days_judged.csat_target then 'on track'
        when attitudes_measured.csat_high >= days_judged.csat_target then 'at risk'
        when attitudes_measured.csat_high < days_judged.csat_target then 'off'
    end as csat_status,
    days_judged.csat_off_days
from stages_by_unit
left join behaviour_counted
    on stages_by_unit.period_date = behaviour_counted.period_date and stages_by_unit.unit_kind = behaviour_counted.unit_kind
    and stages_by_unit.unit_id = behaviour_counted.unit_id
    and stages_by_unit.journey = behaviour_counted.journey and stages_by_unit.stage = behaviour_counted.stage
left join attitudes_measured
    on stages_by_unit.period_date = attitudes_measured.period_date and stages_by_unit.unit_kind = attitudes_measured.unit_kind
    and stages_by_unit.unit_id = attitudes_measured.unit_id
    and stages_by_unit.focus = attitudes_measured.focus
left join dwells
    on stages_by_unit.period_date = dwells.period_date and stages_by_unit.unit_kind = dwells.unit_kind
    and stages_by_unit.unit_id = dwells.unit_id
    and stages_by_unit.journey = dwells.journey and stages_by_unit.stage = dwells.stage
    and dwells.period_kind = 'four_weeks'
left join speech_counted
    on stages_by_unit.period_date = speech_counted.period_date and stages_by_unit.unit_kind = speech_counted.unit_kind
    and stages_by_unit.unit_id = speech_counted.unit_id
    and stages_by_unit.journey = speech_counted.journey and stages_by_unit.stage = speech_counted.stage
left join pains
    on stages_by_unit.period_date = pains.period_date and stages_by_unit.unit_kind = pains.unit_kind
    and stages_by_unit.unit_id = pains.unit_id
    and stages_by_unit.journey = pains.journey and stages_by_unit.stage = pains.stage
left join delights
    on stages_by_unit.period_date = delights.period_date and stages_by_unit.unit_kind = delights.unit_kind
    and stages_by_unit.unit_id = delights.unit_id
    and stages_by_unit.journey = delights.journey and stages_by_unit.stage = delights.stage
left join days_judged
    on stages_by_unit.period_date = days_judged.period_date and stages_by_unit.unit_kind = days_judged.unit_kind
    and stages_by_unit.unit_id = days_judged.unit_id
    and stages_by_unit.journey = days_judged.journey and stages_by_unit.stage = days_judged.stage
where behaviour_counted.reached_count is not null or attitudes_measured.focus is not null
