with feedback as (
    select * from int_feedback
),

journey_touchpoints as (
    select * from journey_touchpoint
)

select
    feedback.business_date,
    feedback.org_unit_id,
    journey_touchpoints.journey,
    journey_touchpoints.stage,
    count(feedback.comment) as comment_count,
    count_if(feedback.comment is not null and coalesce(nps_score >= 9, is_csat_top)) as pleased_count,
    count_if(feedback.comment is not null and coalesce(nps_score <= 6, csat_score * 2 <= csat_scale_max)) as displeased_count
from feedback
inner join journey_touchpoints on feedback.touchpoint = journey_touchpoints.touchpoint
group by feedback.business_date, feedback.org_unit_id, journey_touchpoints.journey, journey_touchpoints.stage
