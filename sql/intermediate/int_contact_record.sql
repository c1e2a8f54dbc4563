with identity_records as (
    select * from int_identity_record
),

identity_contacts as (
    select * from int_identity_contact
)

select
    identity_records.event_id,
    identity_records.channel,
    identity_records.business_date,
    identity_contacts.contact_id
from identity_records
inner join identity_contacts
    on
        identity_records.identity_id = identity_contacts.identity_id
        and identity_records.business_date >= identity_contacts.valid_from_date
        and identity_records.business_date < identity_contacts.valid_to_date
