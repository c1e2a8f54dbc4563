with contacts as (
    select * from stg_contact
),

account_spaces as (
    select * from account_space
),

accounts_named as (
    select
        contacts.channel,
        contacts.event_id,
        contacts.business_date,
        contacts.member_key,
        contacts.unionid_key,
        contacts.alipay_key,
        coalesce(account_spaces.account_space, contacts.channel) || '/' || contacts.account_key as account_key,
        contacts.phone_key,
        contacts.email_key,
        contacts.device_key,
        contacts.cookie_key
    from contacts
    left join account_spaces on contacts.channel = account_spaces.channel
    where
        coalesce(
            contacts.member_key,
            contacts.unionid_key,
            contacts.alipay_key,
            contacts.account_key,
            contacts.phone_key,
            contacts.email_key,
            contacts.device_key,
            contacts.cookie_key
        ) is not null
)

select
    channel,
    event_id,
    business_date,
    substr(replace(to_base64(md5(to_utf8(
        coalesce(member_key, '') || '|' ||
        coalesce(unionid_key, '') || '|' ||
        coalesce(alipay_key, '') || '|' ||
        coalesce(account_key, '') || '|' ||
        coalesce(phone_key, '') || '|' ||
        coalesce(email_key, '') || '|' ||
        coalesce(device_key, '') || '|' ||
        coalesce(cookie_key, '')
    ))), '/', '-'), 1, 12) as identity_id,
    member_key,
    unionid_key,
    alipay_key,
    account_key,
    phone_key,
    email_key,
    device_key,
    cookie_key
from accounts_named
