with identity_records as (
    select * from int_identity_record
),

records as (
    select * from stg_contact
),

identity_contacts as (
    select * from int_identity_contact
)

select
    identity_records.event_id,
    identity_records.channel,
    identity_records.business_date,
    identity_contacts.contact_id,
    records.occurred_at,
    records.life_stage,
    records.companions,
    records.member_tier,
    records.home_org_unit_id,
    records.city,
    records.language,
    records.can_contact
from identity_records
inner join records
    on identity_records.event_id = records.event_id and identity_records.business_date = records.business_date
inner join identity_contacts
    on
        identity_records.identity_id = identity_contacts.identity_id
        and identity_records.business_date >= identity_contacts.valid_from_date
        and identity_records.business_date < identity_contacts.valid_to_date
