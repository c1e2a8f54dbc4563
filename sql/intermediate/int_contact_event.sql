with identity_events as (
    select * from int_identity_event
),

identity_contacts as (
    select * from int_identity_contact
)

select
    identity_events.source,
    identity_events.channel,
    identity_events.event_id,
    identity_events.business_date,
    identity_events.arrival_channel,
    identity_contacts.contact_id
from identity_events
inner join identity_contacts
    on
        identity_events.identity_id = identity_contacts.identity_id
        and identity_events.business_date >= identity_contacts.valid_from_date
        and identity_events.business_date < identity_contacts.valid_to_date
