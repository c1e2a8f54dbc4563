with contact_events as (
    select * from int_contact_event
),

campaign_touches as (
    select * from stg_campaign_touch
),

orders as (
    select * from stg_order
),

first_events as (
    select
        contact_id,
        min(
            date_format(business_date, '%Y-%m-%d') || case when source = 'campaign_touch' then ' 0 ' else ' 1 ' end || event_id
        ) as first_event
    from contact_events
    group by contact_id
),

first_events_named as (
    select
        contact_id,
        substr(first_event, 14) as event_id,
        split_part(substr(first_event, 14), '/', 1) as channel
    from first_events
)

select
    first_events_named.contact_id,
    coalesce(campaign_touches.medium, orders.sales_channel, first_events_named.channel) as arrival_channel
from first_events_named
left join campaign_touches on first_events_named.event_id = campaign_touches.event_id
left join orders on first_events_named.event_id = orders.event_id
