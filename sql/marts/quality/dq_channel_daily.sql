with responses as (
    select * from stg_survey_response
),

invites as (
    select * from stg_survey_invite
),

reviews as (
    select * from stg_review
),

posts as (
    select * from stg_post
),

tickets as (
    select * from stg_ticket
),

ticket_events as (
    select * from stg_ticket_event
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

deliveries as (
    select * from stg_delivery
),

visits as (
    select * from stg_visit
),

app_events as (
    select * from stg_app_event
),

contacts as (
    select * from stg_contact
),

campaign_touches as (
    select * from stg_campaign_touch
),

campaign_spends as (
    select * from stg_campaign_spend
),

referrals as (
    select * from stg_referral
),

initiatives as (
    select * from stg_initiative
),

initiative_costs as (
    select * from stg_initiative_cost
),

actions as (
    select * from stg_action
),

org_units as (
    select * from stg_org_unit
),

targets as (
    select * from stg_target
),

products as (
    select * from stg_product
),

conversations as (
    select * from stg_conversation
),

turns as (
    select * from stg_conversation_turn
),

refusals as (
    select * from stg_refusal
),

customer_words as (
    select
        channel,
        conversation_id
    from turns
    where speaker = 'customer' and comment is not null
    group by channel, conversation_id
),

conversations_heard as (
    select
        conversations.business_date,
        conversations.channel,
        conversations.occurred_at,
        conversations.received_at,
        conversations.conversation_id,
        conversations.org_unit_id,
        conversations.touchpoint,
        conversations.phone_key,
        conversations.email_key,
        conversations.unionid_key,
        conversations.alipay_key,
        conversations.member_key,
        conversations.account_key,
        conversations.device_key,
        conversations.cookie_key,
        customer_words.conversation_id is not null
        or conversations.summary is not null
        or conversations.customer_sentiment is not null as has_words
    from conversations
    left join customer_words
        on conversations.channel = customer_words.channel and conversations.conversation_id = customer_words.conversation_id
),

feedback_shaped as (
    select
        business_date,
        channel,
        'survey_response' as event_kind,
        occurred_at,
        received_at,
        invite_id as subject_id,
        org_unit_id is not null as is_placed,
        coalesce(phone_key, email_key, unionid_key, alipay_key, member_key, account_key, device_key, cookie_key)
        is not null as is_identified,
        status <> 'dismissed' as is_feedback,
        coalesce(nps_score, csat_score, ces_score) is not null or comment is not null as has_voice,
        touchpoint is not null as has_touchpoint
    from responses
    union all
    select
        business_date,
        channel,
        'review' as event_kind,
        occurred_at,
        received_at,
        order_id as subject_id,
        org_unit_id is not null as is_placed,
        coalesce(phone_key, email_key, unionid_key, alipay_key, member_key, account_key, device_key, cookie_key)
        is not null as is_identified,
        true as is_feedback,
        score is not null or comment is not null as has_voice,
        touchpoint is not null as has_touchpoint
    from reviews
    union all
    select
        business_date,
        channel,
        'conversation' as event_kind,
        occurred_at,
        received_at,
        conversation_id as subject_id,
        org_unit_id is not null as is_placed,
        coalesce(phone_key, email_key, unionid_key, alipay_key, member_key, account_key, device_key, cookie_key)
        is not null as is_identified,
        true as is_feedback,
        has_words as has_voice,
        touchpoint is not null as has_touchpoint
    from conversations_heard
    union all
    select
        business_date,
        channel,
        'post' as event_kind,
        occurred_at,
        received_at,
        post_id as subject_id,
        org_unit_id is not null as is_placed,
        coalesce(phone_key, email_key, unionid_key, alipay_key, member_key, account_key, device_key, cookie_key)
        is not null as is_identified,
        not coalesce(is_staff, false) and not coalesce(is_deleted, false) as is_feedback,
        coalesce(title, comment) is not null as has_voice,
        touchpoint is not null as has_touchpoint
    from posts
    union all
    select
        business_date,
        channel,
        'ticket' as event_kind,
        occurred_at,
        received_at,
        ticket_id as subject_id,
        org_unit_id is not null as is_placed,
        coalesce(phone_key, email_key, unionid_key, alipay_key, member_key, account_key, device_key, cookie_key)
        is not null as is_identified,
        response_id is null and parent_ticket_id is null as is_feedback,
        coalesce(subject, topic) is not null as has_voice,
        touchpoint is not null as has_touchpoint
    from tickets
),

happenings_shaped as (
    select
        business_date,
        channel,
        'survey_invite' as event_kind,
        occurred_at,
        received_at,
        invite_id as subject_id,
        org_unit_id is not null as is_placed,
        coalesce(phone_key, email_key, unionid_key, alipay_key, member_key, account_key, device_key, cookie_key)
        is not null as is_identified
    from invites
    union all
    select
        business_date,
        channel,
        'order' as event_kind,
        occurred_at,
        received_at,
        order_id as subject_id,
        org_unit_id is not null as is_placed,
        coalesce(phone_key, email_key, unionid_key, alipay_key, member_key, account_key, device_key, cookie_key)
        is not null as is_identified
    from orders
    union all
    select
        business_date,
        channel,
        'payment' as event_kind,
        occurred_at,
        received_at,
        payment_id as subject_id,
        org_unit_id is not null as is_placed,
        coalesce(phone_key, email_key, unionid_key, alipay_key, member_key, account_key, device_key, cookie_key)
        is not null as is_identified
    from payments
    union all
    select
        business_date,
        channel,
        'refund' as event_kind,
        occurred_at,
        received_at,
        refund_id as subject_id,
        org_unit_id is not null as is_placed,
        coalesce(phone_key, email_key, unionid_key, alipay_key, member_key, account_key, device_key, cookie_key)
        is not null as is_identified
    from refunds
    union all
    select
        business_date,
        channel,
        'delivery' as event_kind,
        occurred_at,
        received_at,
        delivery_id as subject_id,
        org_unit_id is not null as is_placed,
        cast(null as boolean) as is_identified
    from deliveries
    union all
    select
        business_date,
        channel,
        'visit' as event_kind,
        occurred_at,
        received_at,
        visit_id as subject_id,
        org_unit_id is not null as is_placed,
        coalesce(phone_key, email_key, unionid_key, alipay_key, member_key, account_key, device_key, cookie_key)
        is not null as is_identified
    from visits
    union all
    select
        business_date,
        channel,
        'app_event' as event_kind,
        occurred_at,
        received_at,
        cast(null as varchar) as subject_id,
        org_unit_id is not null as is_placed,
        coalesce(phone_key, email_key, unionid_key, alipay_key, member_key, account_key, device_key, cookie_key)
        is not null as is_identified
    from app_events
    union all
    select
        business_date,
        channel,
        'contact' as event_kind,
        occurred_at,
        received_at,
        cast(null as varchar) as subject_id,
        cast(null as boolean) as is_placed,
        coalesce(phone_key, email_key, unionid_key, alipay_key, member_key, account_key, device_key, cookie_key)
        is not null as is_identified
    from contacts
    union all
    select
        business_date,
        channel,
        'campaign_touch' as event_kind,
        occurred_at,
        received_at,
        cast(null as varchar) as subject_id,
        org_unit_id is not null as is_placed,
        coalesce(phone_key, email_key, unionid_key, alipay_key, member_key, account_key, device_key, cookie_key)
        is not null as is_identified
    from campaign_touches
),

records_shaped as (
    select business_date, channel, 'ticket_event' as event_kind, occurred_at, received_at from ticket_events
    union all
    select business_date, channel, 'campaign_spend' as event_kind, occurred_at, received_at from campaign_spends
    union all
    select business_date, channel, 'referral' as event_kind, occurred_at, received_at from referrals
    union all
    select business_date, channel, 'initiative' as event_kind, occurred_at, received_at from initiatives
    union all
    select business_date, channel, 'initiative_cost' as event_kind, occurred_at, received_at from initiative_costs
    union all
    select business_date, channel, 'action' as event_kind, occurred_at, received_at from actions
    union all
    select business_date, channel, 'org_unit' as event_kind, occurred_at, received_at from org_units
    union all
    select business_date, channel, 'target' as event_kind, occurred_at, received_at from targets
    union all
    select business_date, channel, 'product' as event_kind, occurred_at, received_at from products
),

events_shaped as (
    select
        business_date, channel, event_kind, occurred_at, received_at, subject_id, is_placed, is_identified,
        is_feedback, has_voice, has_touchpoint
    from feedback_shaped
    union all
    select
        business_date, channel, event_kind, occurred_at, received_at, subject_id, is_placed, is_identified,
        false as is_feedback, false as has_voice, false as has_touchpoint
    from happenings_shaped
    union all
    select
        business_date, channel, event_kind, occurred_at, received_at,
        cast(null as varchar) as subject_id, cast(null as boolean) as is_placed, cast(null as boolean) as is_identified,
        false as is_feedback, false as has_voice, false as has_touchpoint
    from records_shaped
),

events_judged as (
    select
        business_date,
        channel,
        event_kind,
        occurred_at,
        received_at,
        subject_id,
        is_placed,
        is_identified,
        date_diff('hour', occurred_at, received_at) >= 24 as is_late,
        is_feedback,
        is_feedback and has_voice and has_touchpoint and is_placed and is_identified as is_actionable
    from events_shaped
),

events_counted as (
    select
        business_date,
        channel,
        event_kind,
        count(*) as event_count,
        count_if(is_late) as late_count,
        count(is_placed) as placeable_count,
        count_if(is_placed) as placed_count,
        count(is_identified) as identifiable_count,
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
    placeable_count,
    placed_count,
    identifiable_count,
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
    cast(0 as bigint) as placeable_count,
    cast(0 as bigint) as placed_count,
    cast(0 as bigint) as identifiable_count,
    cast(0 as bigint) as identified_count,
    cast(0 as bigint) as repeated_count,
    cast(0 as bigint) as feedback_count,
    cast(0 as bigint) as actionable_count,
    refused_count,
    cast(null as timestamp) as last_occurred_at,
    last_received_at
from refusals_counted
