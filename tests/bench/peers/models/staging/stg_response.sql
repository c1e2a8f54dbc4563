with landed as (
    select
        *,
        row_number() over (
            partition by event_id
            order by event_version desc, record_id desc, received_at asc
        ) as version_rank
    from lake_response
)

select
    event_id,
    event_version,
    record_id,
    occurred_at,
    business_date,
    received_at,
    response_id,
    survey_id,
    store_id,
    sent_by,
    phone_key,
    email_key,
    unionid_key,
    started_at,
    completed_at,
    duration_ms,
    answers,
    nps_score,
    csat_score,
    comment,
    order_id,
    city,
    language
from landed
where version_rank = 1
