with contact_events as (
    select * from int_contact_event
),

events_ordered as (
    select
        contact_id,
        business_date,
        arrival_channel,
        date_format(business_date, '%Y-%m-%d')
        || case when source = 'campaign_touch' then ' 0 ' else ' 1 ' end
        || event_id || ' ' || source as place
    from contact_events
)

select
    contact_id,
    min(business_date) as arrival_date,
    min_by(arrival_channel, place) as arrival_channel
from events_ordered
group by contact_id
