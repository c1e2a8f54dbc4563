with pairs as (
    select * from int_identity_pair
),

rules as (
    select * from identifier_rule
),

strong_pairs as (
    select
        left_node,
        left_kind,
        right_node,
        right_kind
    from pairs
    where left_kind in ('member', 'unionid', 'alipay') and right_kind in ('member', 'unionid', 'alipay')
),

partners as (
    select
        left_node as node,
        left_kind as kind,
        right_kind as partner_kind
    from strong_pairs
    union all
    select
        right_node as node,
        right_kind as kind,
        left_kind as partner_kind
    from strong_pairs
),

partners_counted as (
    select
        node,
        kind,
        partner_kind,
        count(*) as partner_count
    from partners
    group by node, kind, partner_kind
),

shared_left as (
    select distinct partners_counted.node
    from partners_counted
    inner join rules on partners_counted.kind = rules.identifier_kind
    where partners_counted.partner_count > rules.max_persons
),

shared_right as (
    select node from shared_left
)

select
    strong_pairs.left_node,
    strong_pairs.right_node
from strong_pairs
left join shared_left on strong_pairs.left_node = shared_left.node
left join shared_right on strong_pairs.right_node = shared_right.node
where shared_left.node is null and shared_right.node is null
