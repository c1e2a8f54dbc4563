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
        cookie_key,
        channel as arrival_channel
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
        cookie_key,
        coalesce(medium, channel) as arrival_channel
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
        cookie_key,
        channel as arrival_channel
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
        cookie_key,
        coalesce(sales_channel, channel) as arrival_channel
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
        cookie_key,
        channel as arrival_channel
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
        cookie_key,
        channel as arrival_channel
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
        cookie_key,
        channel as arrival_channel
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
        cookie_key,
        channel as arrival_channel
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
        cookie_key,
        channel as arrival_channel
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
        cookie_key,
        channel as arrival_channel
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
        cookie_key,
        channel as arrival_channel
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
        cookie_key,
        channel as arrival_channel
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
        events.cookie_key,
        events.arrival_channel
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
    cookie_key,
    arrival_channel
from accounts_named
