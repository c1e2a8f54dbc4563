with responses as (
    select * from stg_survey_response
),

invites as (
    select * from stg_survey_invite
),

reviews as (
    select * from stg_review
),

orders as (
    select * from stg_order
),

payments as (
    select * from stg_payment
),

refunds as (
    select * from stg_refund
),

visits as (
    select * from stg_visit
),

refusals as (
    select * from stg_refusal
),

events_shaped as (
    select
        business_date,
        channel,
        'survey_response' as event_kind,
        occurred_at,
        received_at,
        invite_id as subject_id,
        org_unit_id,
        touchpoint,
        coalesce(phone_key, email_key, unionid_key, alipay_key, member_key, account_key, device_key, cookie_key) as person_key,
        status <> 'dismissed' as is_feedback,
        coalesce(nps_score, csat_score, ces_score) is not null or comment is not null as has_voice
    from responses
    union all
    select
        business_date,
        channel,
        'survey_invite' as event_kind,
        occurred_at,
        received_at,
        invite_id as subject_id,
        org_unit_id,
        touchpoint,
        coalesce(phone_key, email_key, unionid_key, alipay_key, member_key, account_key, device_key, cookie_key) as person_key,
        false as is_feedback,
        false as has_voice
    from invites
    union all
    select
        business_date,
        channel,
        'review' as event_kind,
        occurred_at,
        received_at,
        order_id as subject_id,
        org_unit_id,
        touchpoint,
        coalesce(phone_key, email_key, unionid_key, alipay_key, member_key, account_key, device_key, cookie_key) as person_key,
        true as is_feedback,
        score is not null or comment is not null as has_voice
    from reviews
    union all
    select
        business_date,
        channel,
        'order' as event_kind,
        occurred_at,
        received_at,
        order_id as subject_id,
        org_unit_id,
        touchpoint,
        coalesce(phone_key, email_key, unionid_key, alipay_key, member_key, account_key, device_key, cookie_key) as person_key,
        false as is_feedback,
        false as has_voice
    from orders
    union all
    select
        business_date,
        channel,
        'payment' as event_kind,
        occurred_at,
        received_at,
        payment_id as subject_id,
        org_unit_id,
        touchpoint,
        coalesce(phone_key, email_key, unionid_key, alipay_key, member_key, account_key, device_key, cookie_key) as person_key,
        false as is_feedback,
        false as has_voice
    from payments
    union all
    select
        business_date,
        channel,
        'refund' as event_kind,
        occurred_at,
        received_at,
        refund_id as subject_id,
        org_unit_id,
        touchpoint,
        coalesce(phone_key, email_key, unionid_key, alipay_key, member_key, account_key, device_key, cookie_key) as person_key,
        false as is_feedback,
        false as has_voice
    from refunds
    union all
    select
        business_date,
        channel,
        'visit' as event_kind,
        occurred_at,
        received_at,
        visit_id as subject_id,
        org_unit_id,
        touchpoint,
        coalesce(phone_key, email_key, unionid_key, alipay_key, member_key, account_key, device_key, cookie_key) as person_key,
        false as is_feedback,
        false as has_voice
    from visits
),

events_judged as (
    select
        business_date,
        channel,
        event_kind,
        occurred_at,
        received_at,
        subject_id,
        org_unit_id is not null as is_placed,
        person_key is not null as is_identified,
        date_diff('hour', occurred_at, received_at) >= 24 as is_late,
        is_feedback,
        is_feedback
        and has_voice
        and org_unit_id is not null
        and touchpoint is not null
        and person_key is not null as is_actionable
    from events_shaped
),

events_counted as (
    select
        business_date,
        channel,
        event_kind,
        count(*) as event_count,
        count_if(is_late) as late_count,
        count_if(is_placed) as placed_count,
        count_if(is_identified) as identified_count,
        count(subject_id) - count(distinct subject_id) as repeated_count,
        count_if(is_feedback) as feedback_count,
        count_if(is_actionable) as actionable_count,
        max(occurred_at) as last_occurred_at,
        max(received_at) as last_received_at
    from events_judged
    group by business_date, channel, event_kind
),

refusals_counted as (
    select
        business_date,
        channel,
        count(*) as refused_count,
        max(received_at) as last_received_at
    from refusals
    group by business_date, channel
)

select
    business_date,
    channel,
    event_kind,
    event_count,
    late_count,
    placed_count,
    identified_count,
    repeated_count,
    feedback_count,
    actionable_count,
    cast(0 as bigint) as refused_count,
    last_occurred_at,
    last_received_at
from events_counted
union all
select
    business_date,
    channel,
    'refusal' as event_kind,
    cast(0 as bigint) as event_count,
    cast(0 as bigint) as late_count,
    cast(0 as bigint) as placed_count,
    cast(0 as bigint) as identified_count,
    cast(0 as bigint) as repeated_count,
    cast(0 as bigint) as feedback_count,
    cast(0 as bigint) as actionable_count,
    refused_count,
    cast(null as timestamp) as last_occurred_at,
    last_received_at
from refusals_counted
