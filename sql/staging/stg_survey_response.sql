with landed as (
    select
        *,
        row_number() over (
            partition by event_id
            order by event_version desc, record_id desc, received_at asc
        ) as version_rank
    from lake_survey_response
)

select
    event_id,
    event_version,
    record_id,
    channel,
    occurred_at,
    business_date,
    received_at,
    response_id,
    survey_id,
    survey_version,
    invite_id,
    order_id,
    status,
    phone_key,
    email_key,
    unionid_key,
    alipay_key,
    member_key,
    account_key,
    device_key,
    cookie_key,
    org_unit_id,
    touchpoint,
    sent_by,
    started_at,
    completed_at,
    nps_score,
    csat_score,
    csat_scale_max,
    ces_score,
    ces_version,
    comment,
    language,
    answers
from landed
where version_rank = 1
