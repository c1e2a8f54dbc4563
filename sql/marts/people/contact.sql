with profiles as (
    select * from int_contact_profile
),

contact_events as (
    select * from int_contact_event
),

campaign_touches as (
    select * from stg_campaign_touch
),

contact_orders as (
    select * from int_contact_order
),

events_gathered as (
    select
        contact_id,
        max(business_date) as last_seen_date,
        count(*) as event_count,
        min(
            date_format(business_date, '%Y-%m-%d') || case when source = 'campaign_touch' then ' 0 ' else ' 1 ' end || event_id
        ) as first_event
    from contact_events
    group by contact_id
),

events_named as (
    select
        contact_id,
        last_seen_date,
        event_count,
        substr(first_event, 14) as first_event_id,
        split_part(substr(first_event, 14), '/', 1) as first_channel
    from events_gathered
)

select
    profiles.contact_id,
    profiles.first_seen_date,
    greatest(coalesce(events_named.last_seen_date, profiles.first_seen_date), profiles.first_seen_date) as last_seen_date,
    coalesce(events_named.event_count, 0) as event_count,
    profiles.identifier_count,
    profiles.member_count > 0 as is_member,
    profiles.is_shared,
    profiles.life_stage,
    coalesce(profiles.companions, 'unknown') as companions,
    profiles.member_tier,
    profiles.home_org_unit_id,
    profiles.city,
    profiles.language,
    profiles.can_contact,
    coalesce(campaign_touches.medium, contact_orders.sales_channel, events_named.first_channel, 'record') as arrival_channel
from profiles
left join events_named on profiles.contact_id = events_named.contact_id
left join campaign_touches on events_named.first_event_id = campaign_touches.event_id
left join contact_orders on events_named.first_event_id = contact_orders.order_event_id
