with landed as (
    select
        *,
        row_number() over (
            partition by event_id
            order by event_version desc, record_id desc, received_at asc
        ) as version_rank
    from lake_post
)

select
    event_id,
    event_version,
    record_id,
    channel,
    occurred_at,
    business_date,
    received_at,
    post_id,
    thread_id,
    parent_post_id,
    phone_key,
    email_key,
    unionid_key,
    alipay_key,
    member_key,
    account_key,
    device_key,
    cookie_key,
    org_unit_id,
    touchpoint,
    title,
    comment,
    language,
    is_staff,
    is_deleted,
    like_count,
    reply_count,
    view_count
from landed
where version_rank = 1
