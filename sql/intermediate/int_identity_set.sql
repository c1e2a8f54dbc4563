with identity_events as (
    select * from int_identity_event
),

identity_records as (
    select * from int_identity_record
),

events as (
    select
        identity_id,
        member_key,
        unionid_key,
        alipay_key,
        account_key,
        phone_key,
        email_key,
        device_key,
        cookie_key,
        business_date,
        source
    from identity_events
    union all
    select
        identity_id,
        member_key,
        unionid_key,
        alipay_key,
        account_key,
        phone_key,
        email_key,
        device_key,
        cookie_key,
        business_date,
        'contact' as source
    from identity_records
)

select
    identity_id,
    any_value(member_key) as member_key,
    any_value(unionid_key) as unionid_key,
    any_value(alipay_key) as alipay_key,
    any_value(account_key) as account_key,
    any_value(phone_key) as phone_key,
    any_value(email_key) as email_key,
    any_value(device_key) as device_key,
    any_value(cookie_key) as cookie_key,
    min(business_date) as first_date,
    min(source) as source
from events
group by identity_id
