with responses as (
    select * from stg_survey_response
),

reviews as (
    select * from stg_review
),

orders as (
    select
        *,
        row_number() over (partition by order_id order by channel) as channel_rank
    from int_order
),

responses_shaped as (
    select
        event_id as feedback_id,
        'survey' as source,
        channel,
        business_date,
        occurred_at,
        org_unit_id,
        touchpoint,
        nps_score,
        csat_score,
        csat_scale_max,
        ces_score,
        ces_version,
        comment,
        language,
        order_id,
        invite_id
    from responses
    where status <> 'dismissed'
),

reviews_shaped as (
    select
        event_id as feedback_id,
        'review' as source,
        channel,
        business_date,
        occurred_at,
        org_unit_id,
        touchpoint,
        cast(null as bigint) as nps_score,
        score as csat_score,
        scale_max as csat_scale_max,
        cast(null as bigint) as ces_score,
        cast(null as varchar) as ces_version,
        comment,
        language,
        order_id,
        cast(null as varchar) as invite_id
    from reviews
),

all_feedback as (
    select
        feedback_id, source, channel, business_date, occurred_at, org_unit_id, touchpoint, nps_score, csat_score,
        csat_scale_max, ces_score, ces_version, comment, language, order_id, invite_id
    from responses_shaped
    union all
    select
        feedback_id, source, channel, business_date, occurred_at, org_unit_id, touchpoint, nps_score, csat_score,
        csat_scale_max, ces_score, ces_version, comment, language, order_id, invite_id
    from reviews_shaped
)

select
    all_feedback.source || '/' || all_feedback.feedback_id as feedback_id,
    all_feedback.source,
    all_feedback.channel,
    all_feedback.business_date,
    all_feedback.occurred_at,
    coalesce(all_feedback.org_unit_id, orders.org_unit_id, 'unassigned') as org_unit_id,
    coalesce(all_feedback.touchpoint, 'unknown') as touchpoint,
    all_feedback.nps_score,
    all_feedback.csat_score,
    all_feedback.csat_scale_max,
    all_feedback.csat_score >= all_feedback.csat_scale_max - 1 as is_csat_top,
    all_feedback.ces_score,
    all_feedback.ces_version,
    all_feedback.comment,
    all_feedback.language,
    all_feedback.invite_id,
    all_feedback.order_id,
    orders.mode as order_mode,
    orders.total_amount as order_total_amount,
    orders.is_late,
    orders.late_minutes
from all_feedback
left join orders on all_feedback.order_id = orders.order_id and orders.channel_rank = 1
