with landed as (
    select
        *,
        row_number() over (
            partition by event_id
            order by event_version desc, record_id desc, received_at asc
        ) as version_rank
    from lake_conversation
)

select
    event_id,
    event_version,
    record_id,
    channel,
    occurred_at,
    business_date,
    received_at,
    conversation_id,
    medium,
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
    order_id,
    ticket_id,
    queue,
    agent_id,
    topic,
    status,
    started_at,
    answered_at,
    ended_at,
    duration_ms,
    customer_talk_ms,
    agent_talk_ms,
    silence_ms,
    interruption_count,
    customer_sentiment,
    agent_sentiment,
    summary,
    language
from landed
where version_rank = 1
