with landed as (
    select
        *,
        row_number() over (
            partition by event_id
            order by event_version desc, record_id desc, received_at asc
        ) as version_rank
    from lake_contact
)

select
    event_id,
    event_version,
    record_id,
    channel,
    occurred_at,
    business_date,
    received_at,
    phone_key,
    email_key,
    unionid_key,
    alipay_key,
    member_key,
    account_key,
    device_key,
    cookie_key,
    home_org_unit_id,
    life_stage,
    member_tier,
    companions,
    birth_year,
    city,
    region,
    language,
    can_contact
from landed
where version_rank = 1
