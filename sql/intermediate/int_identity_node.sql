with identity_sets as (
    select * from int_identity_set
),

identifiers as (
    select * from int_identifier
),

member_nodes as (
    select
        node,
        identifier_key
    from identifiers
    where identifier_kind = 'member'
),

unionid_nodes as (
    select
        node,
        identifier_key
    from identifiers
    where identifier_kind = 'unionid'
),

alipay_nodes as (
    select
        node,
        identifier_key
    from identifiers
    where identifier_kind = 'alipay'
),

account_nodes as (
    select
        node,
        identifier_key
    from identifiers
    where identifier_kind = 'account'
),

phone_nodes as (
    select
        node,
        identifier_key
    from identifiers
    where identifier_kind = 'phone'
),

email_nodes as (
    select
        node,
        identifier_key
    from identifiers
    where identifier_kind = 'email'
),

device_nodes as (
    select
        node,
        identifier_key
    from identifiers
    where identifier_kind = 'device'
),

cookie_nodes as (
    select
        node,
        identifier_key
    from identifiers
    where identifier_kind = 'cookie'
)

select
    identity_sets.identity_id,
    member_nodes.node as member_node,
    unionid_nodes.node as unionid_node,
    alipay_nodes.node as alipay_node,
    account_nodes.node as account_node,
    phone_nodes.node as phone_node,
    email_nodes.node as email_node,
    device_nodes.node as device_node,
    cookie_nodes.node as cookie_node,
    identity_sets.first_date,
    identity_sets.source
from identity_sets
left join member_nodes on identity_sets.member_key = member_nodes.identifier_key
left join unionid_nodes on identity_sets.unionid_key = unionid_nodes.identifier_key
left join alipay_nodes on identity_sets.alipay_key = alipay_nodes.identifier_key
left join account_nodes on identity_sets.account_key = account_nodes.identifier_key
left join phone_nodes on identity_sets.phone_key = phone_nodes.identifier_key
left join email_nodes on identity_sets.email_key = email_nodes.identifier_key
left join device_nodes on identity_sets.device_key = device_nodes.identifier_key
left join cookie_nodes on identity_sets.cookie_key = cookie_nodes.identifier_key
