with identity_nodes as (
    select * from int_identity_node
),

contact_nodes as (
    select * from int_contact_node
),

contacts as (
    select * from int_contact
),

guards as (
    select * from int_identity_guard
),

account_guards as (
    select
        node,
        verdict
    from guards
    where kind = 'account' and tenure_number = 1
),

phone_guards as (
    select
        node,
        verdict
    from guards
    where kind = 'phone' and tenure_number = 1
),

email_guards as (
    select
        node,
        verdict
    from guards
    where kind = 'email' and tenure_number = 1
),

device_guards as (
    select
        node,
        verdict
    from guards
    where kind = 'device' and tenure_number = 1
),

cookie_guards as (
    select
        node,
        verdict
    from guards
    where kind = 'cookie' and tenure_number = 1
),

leads_chosen as (
    select
        identity_nodes.identity_id,
        coalesce(
            identity_nodes.member_node,
            identity_nodes.unionid_node,
            identity_nodes.alipay_node,
            case when account_guards.node is null then identity_nodes.account_node end,
            case when phone_guards.node is null then identity_nodes.phone_node end,
            case when email_guards.node is null then identity_nodes.email_node end,
            case when device_guards.node is null then identity_nodes.device_node end,
            case when cookie_guards.node is null then identity_nodes.cookie_node end,
            case when phone_guards.verdict = 'recycled' then identity_nodes.phone_node end,
            case when device_guards.verdict = 'recycled' then identity_nodes.device_node end,
            identity_nodes.account_node,
            identity_nodes.phone_node,
            identity_nodes.email_node,
            identity_nodes.device_node,
            identity_nodes.cookie_node
        ) as node
    from identity_nodes
    left join account_guards on identity_nodes.account_node = account_guards.node
    left join phone_guards on identity_nodes.phone_node = phone_guards.node
    left join email_guards on identity_nodes.email_node = email_guards.node
    left join device_guards on identity_nodes.device_node = device_guards.node
    left join cookie_guards on identity_nodes.cookie_node = cookie_guards.node
)

select
    leads_chosen.identity_id,
    contact_nodes.valid_from_date,
    contact_nodes.valid_to_date,
    contacts.contact_id
from leads_chosen
inner join contact_nodes on leads_chosen.node = contact_nodes.node
inner join contacts on contact_nodes.contact_node = contacts.contact_node
