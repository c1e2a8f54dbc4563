with referrals as (
    select * from stg_referral
),

contact_records as (
    select * from int_contact_record
),

records_named as (
    select
        contact_id,
        substr(event_id, strpos(event_id, '/') + 1) as record_name
    from contact_records
),

records_unique as (
    select
        record_name,
        min(contact_id) as contact_id
    from records_named
    group by record_name
    having min(contact_id) = max(contact_id)
)

select
    referrals.event_id,
    referrals.business_date,
    referrals.status,
    records_unique.contact_id
from referrals
inner join records_unique on referrals.referrer_contact_id = records_unique.record_name
