with profiles as (
    select * from int_contact_profile
),

contacts as (
    select * from int_contact
),

arrivals as (
    select * from int_contact_arrival
),

contact_events as (
    select * from int_contact_event
),

events_counted as (
    select
        contact_id,
        max(business_date) as last_seen_date,
        count(*) as event_count
    from contact_events
    group by contact_id
)

select
    profiles.contact_id,
    profiles.first_seen_date,
    cast(date_trunc('month', profiles.first_seen_date) as date) as first_seen_month,
    greatest(coalesce(events_counted.last_seen_date, profiles.first_seen_date), profiles.first_seen_date) as last_seen_date,
    coalesce(events_counted.event_count, 0) as event_count,
    contacts.identifier_count,
    profiles.is_member,
    profiles.is_shared,
    profiles.life_stage,
    coalesce(profiles.companions, 'unknown') as companions,
    profiles.member_tier,
    profiles.home_org_unit_id,
    profiles.city,
    profiles.language,
    profiles.can_contact,
    coalesce(arrivals.arrival_channel, 'record') as arrival_channel
from profiles
inner join contacts on profiles.contact_id = contacts.contact_id
left join arrivals on profiles.contact_id = arrivals.contact_id
left join events_counted on profiles.contact_id = events_counted.contact_id
