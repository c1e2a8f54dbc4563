with contacts as (
    select * from int_contact
),

contact_records as (
    select * from int_contact_record
),

records_dated as (
    select
        contact_id,
        date_format(occurred_at, '%Y-%m-%d %H:%i:%s') || ' ' || event_id as recency,
        life_stage,
        companions,
        member_tier,
        home_org_unit_id,
        city,
        language,
        can_contact
    from contact_records
),

records_merged as (
    select
        contact_id,
        max_by(life_stage, case when life_stage is not null then recency end) as life_stage,
        max_by(companions, case when companions is not null then recency end) as companions,
        max_by(member_tier, case when member_tier is not null then recency end) as member_tier,
        max_by(home_org_unit_id, case when home_org_unit_id is not null then recency end) as home_org_unit_id,
        max_by(city, case when city is not null then recency end) as city,
        max_by(language, case when language is not null then recency end) as language,
        max_by(can_contact, case when can_contact is not null then recency end) as can_contact
    from records_dated
    group by contact_id
)

select
    contacts.contact_id,
    contacts.first_seen_date,
    contacts.member_count > 0 as is_member,
    contacts.is_shared,
    coalesce(records_merged.life_stage, 'unknown') as life_stage,
    records_merged.companions,
    coalesce(records_merged.member_tier, case when contacts.member_count > 0 then 'unknown' else 'guest' end) as member_tier,
    records_merged.home_org_unit_id,
    records_merged.city,
    records_merged.language,
    records_merged.can_contact
from contacts
left join records_merged on contacts.contact_id = records_merged.contact_id
