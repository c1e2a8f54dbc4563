with landed as (
    select
        *,
        row_number() over (
            partition by event_id
            order by event_version desc, record_id desc, received_at asc
        ) as version_rank
    from lake_ticket
)

select
    event_id,
    event_version,
    record_id,
    channel,
    occurred_at,
    business_date,
    received_at,
    ticket_id,
    parent_ticket_id,
    order_id,
    response_id,
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
    topic,
    cause,
    priority,
    status,
    owner_id,
    subject,
    opened_at,
    first_replied_at,
    solved_at,
    due_at
from landed
where version_rank = 1
