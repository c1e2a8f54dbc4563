with nodes as (
    select * from int_identity_node
),

identity_nodes as (
    select
        member_node,
        unionid_node,
        alipay_node,
        account_node,
        phone_node,
        email_node,
        device_node,
        cookie_node,
        coalesce(member_node, unionid_node, alipay_node) as strong_node,
        first_date,
        source
    from nodes
),

pairs_seen as (
    select
        'member' as left_kind,
        member_node as left_node,
        'unionid' as right_kind,
        unionid_node as right_node,
        first_date,
        source
    from identity_nodes
    where member_node is not null and unionid_node is not null
    union all
    select
        'member' as left_kind,
        member_node as left_node,
        'alipay' as right_kind,
        alipay_node as right_node,
        first_date,
        source
    from identity_nodes
    where member_node is not null and alipay_node is not null
    union all
    select
        'unionid' as left_kind,
        unionid_node as left_node,
        'alipay' as right_kind,
        alipay_node as right_node,
        first_date,
        source
    from identity_nodes
    where unionid_node is not null and alipay_node is not null and member_node is null
    union all
    select
        'member' as left_kind,
        member_node as left_node,
        'account' as right_kind,
        account_node as right_node,
        first_date,
        source
    from identity_nodes
    where member_node is not null and account_node is not null
    union all
    select
        'member' as left_kind,
        member_node as left_node,
        'phone' as right_kind,
        phone_node as right_node,
        first_date,
        source
    from identity_nodes
    where member_node is not null and phone_node is not null
    union all
    select
        'member' as left_kind,
        member_node as left_node,
        'email' as right_kind,
        email_node as right_node,
        first_date,
        source
    from identity_nodes
    where member_node is not null and email_node is not null
    union all
    select
        'member' as left_kind,
        member_node as left_node,
        'device' as right_kind,
        device_node as right_node,
        first_date,
        source
    from identity_nodes
    where member_node is not null and device_node is not null
    union all
    select
        'member' as left_kind,
        member_node as left_node,
        'cookie' as right_kind,
        cookie_node as right_node,
        first_date,
        source
    from identity_nodes
    where member_node is not null and cookie_node is not null
    union all
    select
        'unionid' as left_kind,
        unionid_node as left_node,
        'account' as right_kind,
        account_node as right_node,
        first_date,
        source
    from identity_nodes
    where unionid_node is not null and account_node is not null and member_node is null
    union all
    select
        'unionid' as left_kind,
        unionid_node as left_node,
        'phone' as right_kind,
        phone_node as right_node,
        first_date,
        source
    from identity_nodes
    where unionid_node is not null and phone_node is not null and member_node is null
    union all
    select
        'unionid' as left_kind,
        unionid_node as left_node,
        'email' as right_kind,
        email_node as right_node,
        first_date,
        source
    from identity_nodes
    where unionid_node is not null and email_node is not null and member_node is null
    union all
    select
        'unionid' as left_kind,
        unionid_node as left_node,
        'device' as right_kind,
        device_node as right_node,
        first_date,
        source
    from identity_nodes
    where unionid_node is not null and device_node is not null and member_node is null
    union all
    select
        'unionid' as left_kind,
        unionid_node as left_node,
        'cookie' as right_kind,
        cookie_node as right_node,
        first_date,
        source
    from identity_nodes
    where unionid_node is not null and cookie_node is not null and member_node is null
    union all
    select
        'alipay' as left_kind,
        alipay_node as left_node,
        'account' as right_kind,
        account_node as right_node,
        first_date,
        source
    from identity_nodes
    where alipay_node is not null and account_node is not null and member_node is null and unionid_node is null
    union all
    select
        'alipay' as left_kind,
        alipay_node as left_node,
        'phone' as right_kind,
        phone_node as right_node,
        first_date,
        source
    from identity_nodes
    where alipay_node is not null and phone_node is not null and member_node is null and unionid_node is null
    union all
    select
        'alipay' as left_kind,
        alipay_node as left_node,
        'email' as right_kind,
        email_node as right_node,
        first_date,
        source
    from identity_nodes
    where alipay_node is not null and email_node is not null and member_node is null and unionid_node is null
    union all
    select
        'alipay' as left_kind,
        alipay_node as left_node,
        'device' as right_kind,
        device_node as right_node,
        first_date,
        source
    from identity_nodes
    where alipay_node is not null and device_node is not null and member_node is null and unionid_node is null
    union all
    select
        'alipay' as left_kind,
        alipay_node as left_node,
        'cookie' as right_kind,
        cookie_node as right_node,
        first_date,
        source
    from identity_nodes
    where alipay_node is not null and cookie_node is not null and member_node is null and unionid_node is null
    union all
    select
        'account' as left_kind,
        account_node as left_node,
        'phone' as right_kind,
        phone_node as right_node,
        first_date,
        source
    from identity_nodes
    where account_node is not null and phone_node is not null and strong_node is null
    union all
    select
        'account' as left_kind,
        account_node as left_node,
        'email' as right_kind,
        email_node as right_node,
        first_date,
        source
    from identity_nodes
    where account_node is not null and email_node is not null and strong_node is null
    union all
    select
        'account' as left_kind,
        account_node as left_node,
        'device' as right_kind,
        device_node as right_node,
        first_date,
        source
    from identity_nodes
    where account_node is not null and device_node is not null and strong_node is null
    union all
    select
        'account' as left_kind,
        account_node as left_node,
        'cookie' as right_kind,
        cookie_node as right_node,
        first_date,
        source
    from identity_nodes
    where account_node is not null and cookie_node is not null and strong_node is null
    union all
    select
        'phone' as left_kind,
        phone_node as left_node,
        'email' as right_kind,
        email_node as right_node,
        first_date,
        source
    from identity_nodes
    where phone_node is not null and email_node is not null and strong_node is null
    union all
    select
        'phone' as left_kind,
        phone_node as left_node,
        'device' as right_kind,
        device_node as right_node,
        first_date,
        source
    from identity_nodes
    where phone_node is not null and device_node is not null and strong_node is null
    union all
    select
        'phone' as left_kind,
        phone_node as left_node,
        'cookie' as right_kind,
        cookie_node as right_node,
        first_date,
        source
    from identity_nodes
    where phone_node is not null and cookie_node is not null and strong_node is null
    union all
    select
        'email' as left_kind,
        email_node as left_node,
        'device' as right_kind,
        device_node as right_node,
        first_date,
        source
    from identity_nodes
    where email_node is not null and device_node is not null and strong_node is null
    union all
    select
        'email' as left_kind,
        email_node as left_node,
        'cookie' as right_kind,
        cookie_node as right_node,
        first_date,
        source
    from identity_nodes
    where email_node is not null and cookie_node is not null and strong_node is null
    union all
    select
        'device' as left_kind,
        device_node as left_node,
        'cookie' as right_kind,
        cookie_node as right_node,
        first_date,
        source
    from identity_nodes
    where device_node is not null and cookie_node is not null and strong_node is null
),

pairs_counted as (
    select
        left_node,
        right_node,
        any_value(left_kind) as left_kind,
        any_value(right_kind) as right_kind,
        min(first_date) as first_date,
        min(source) as source
    from pairs_seen
    group by left_node, right_node
)

select
    left_node,
    right_node,
    left_kind,
    right_kind,
    first_date,
    source
from pairs_counted
