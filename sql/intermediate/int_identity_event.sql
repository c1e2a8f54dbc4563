with app_events as (
    select * from stg_app_event
),

campaign_touches as (
    select * from stg_campaign_touch
),

conversations as (
    select * from stg_conversation
),

orders as (
    select * from stg_order
),

payments as (
    select * from stg_payment
),

posts as (
    select * from stg_post
),

refunds as (
    select * from stg_refund
),

reviews as (
    select * from stg_review
),

survey_invites as (
    select * from stg_survey_invite
),

survey_responses as (
    select * from stg_survey_response
),

tickets as (
    select * from stg_ticket
),

visits as (
    select * from stg_visit
),

account_spaces as (
    select * from account_space
),

events as (
    select
        'app_event' as source,
        channel,
        event_id,
        business_date,
        member_key,
        unionid_key,
        alipay_key,
        account_key,
        phone_key,
        email_key,
        device_key,
        cookie_key
    from app_events
    union all
    select
        'campaign_touch' as source,
        channel,
        event_id,
        business_date,
        member_key,
        unionid_key,
        alipay_key,
        account_key,
        phone_key,
        email_key,
        device_key,
        cookie_key
    from campaign_touches
    union all
    select
        'conversation' as source,
        channel,
        event_id,
        business_date,
        member_key,
        unionid_key,
        alipay_key,
        account_key,
        phone_key,
        email_key,
        device_key,
        cookie_key
    from conversations
    union all
    select
        'order' as source,
        channel,
        event_id,
        business_date,
        member_key,
        unionid_key,
        alipay_key,
        account_key,
        phone_key,
        email_key,
        device_key,
        cookie_key
    from orders
    union all
    select
        'payment' as source,
        channel,
        event_id,
        business_date,
        member_key,
        unionid_key,
        alipay_key,
        account_key,
        phone_key,
        email_key,
        device_key,
        cookie_key
    from payments
    union all
    select
        'post' as source,
        channel,
        event_id,
        business_date,
        member_key,
        unionid_key,
        alipay_key,
        account_key,
        phone_key,
        email_key,
        device_key,
        cookie_key
    from posts
    union all
    select
        'refund' as source,
        channel,
        event_id,
        business_date,
        member_key,
        unionid_key,
        alipay_key,
        account_key,
        phone_key,
        email_key,
        device_key,
        cookie_key
    from refunds
    union all
    select
        'review' as source,
        channel,
        event_id,
        business_date,
        member_key,
        unionid_key,
        alipay_key,
        account_key,
        phone_key,
        email_key,
        device_key,
        cookie_key
    from reviews
    union all
    select
        'survey_invite' as source,
        channel,
        event_id,
        business_date,
        member_key,
        unionid_key,
        alipay_key,
        account_key,
        phone_key,
        email_key,
        device_key,
        cookie_key
    from survey_invites
    union all
    select
        'survey_response' as source,
        channel,
        event_id,
        business_date,
        member_key,
        unionid_key,
        alipay_key,
        account_key,
        phone_key,
        email_key,
        device_key,
        cookie_key
    from survey_responses
    union all
    select
        'ticket' as source,
        channel,
        event_id,
        business_date,
        member_key,
        unionid_key,
        alipay_key,
        account_key,
        phone_key,
        email_key,
        device_key,
        cookie_key
    from tickets
    union all
    select
        'visit' as source,
        channel,
        event_id,
        business_date,
        member_key,
        unionid_key,
        alipay_key,
        account_key,
        phone_key,
        email_key,
        device_key,
        cookie_key
    from visits
),

accounts_named as (
    select
        events.source,
        events.channel,
        events.event_id,
        events.business_date,
        events.member_key,
        events.unionid_key,
        events.alipay_key,
        coalesce(account_spaces.account_space, events.channel) || '/' || events.account_key as account_key,
        events.phone_key,
        events.email_key,
        events.device_key,
        events.cookie_key
    from events
    left join account_spaces on events.channel = account_spaces.channel
    where
        coalesce(
            events.member_key,
            events.unionid_key,
            events.alipay_key,
            events.account_key,
            events.phone_key,
            events.email_key,
            events.device_key,
            events.cookie_key
        ) is not null
)

select
    source,
    channel,
    event_id,
    business_date,
    substr(replace(to_base64(md5(to_utf8(
        coalesce(member_key, '') || '|' ||
        coalesce(unionid_key, '') || '|' ||
        coalesce(alipay_key, '') || '|' ||
        coalesce(account_key, '') || '|' ||
        coalesce(phone_key, '') || '|' ||
        coalesce(email_key, '') || '|' ||
        coalesce(device_key, '') || '|' ||
        coalesce(cookie_key, '')
    ))), '/', '-'), 1, 12) as identity_id,
    member_key,
    unionid_key,
    alipay_key,
    account_key,
    phone_key,
    email_key,
    device_key,
    cookie_key
from accounts_named
