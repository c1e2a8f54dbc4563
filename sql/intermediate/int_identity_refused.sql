with pairs as (
    select * from int_identity_pair
),

persons as (
    select * from int_person
),

rules as (
    select * from identifier_rule
),

persons_known as (
    select
        person_node,
        count_if(identifier_kind = 'member') as member_count,
        count_if(identifier_kind = 'unionid') as unionid_count,
        count_if(identifier_kind = 'alipay') as alipay_count
    from persons
    group by person_node
),

persons_met as (
    select * from int_person_meeting
),

persons_counted as (
    select
        persons_met.node,
        persons_met.kind,
        greatest(
            count_if(persons_known.member_count > 0),
            count_if(persons_known.unionid_count > 0),
            count_if(persons_known.alipay_count > 0)
        ) as person_count
    from persons_met
    inner join persons_known on persons_met.person_node = persons_known.person_node
    group by persons_met.node, persons_met.kind
    having count(*) > 1
),

weak_met as (
    select
        left_node as node,
        left_kind as kind,
        right_kind as other_kind
    from pairs
    where right_kind in ('account', 'phone') and left_kind not in ('member', 'unionid', 'alipay')
    union all
    select
        right_node as node,
        right_kind as kind,
        left_kind as other_kind
    from pairs
    where left_kind in ('account', 'phone')
),

weak_counted as (
    select
        node,
        kind,
        count_if(other_kind = 'account') as account_count,
        count_if(other_kind = 'phone') as phone_count
    from weak_met
    group by node, kind
    having count(*) > 1
),

nodes_counted as (
    select
        node,
        kind,
        person_count,
        0 as account_count,
        0 as phone_count
    from persons_counted
    union all
    select
        node,
        kind,
        0 as person_count,
        account_count,
        phone_count
    from weak_counted
),

nodes_summed as (
    select
        node,
        kind,
        max(person_count) as person_count,
        max(account_count) as account_count,
        max(phone_count) as phone_count
    from nodes_counted
    group by node, kind
)

select
    nodes_summed.node,
    nodes_summed.kind,
    nodes_summed.person_count,
    nodes_summed.account_count,
    nodes_summed.phone_count,
    coalesce(nodes_summed.account_count > rules.max_accounts, false)
    or coalesce(nodes_summed.phone_count > rules.max_phones, false) as is_hub,
    rules.recycle_gap_days
from nodes_summed
inner join rules on nodes_summed.kind = rules.identifier_kind
where
    nodes_summed.person_count > rules.max_persons
    or nodes_summed.account_count > rules.max_accounts
    or nodes_summed.phone_count > rules.max_phones
