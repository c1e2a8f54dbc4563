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
),

links as (
    select
        strong_pairs.left_node,
        strong_pairs.right_node
    from strong_pairs
    left join shared_left on strong_pairs.left_node = shared_left.node
    left join shared_right on strong_pairs.right_node = shared_right.node
    where shared_left.node is null and shared_right.node is null
),

directions as (
    select
        left_node as node,
        right_node as neighbour
    from links
    union all
    select
        right_node as node,
        left_node as neighbour
    from links
),

neighbours_drawn as (
    select
        node,
        min(mod(neighbour * 742938285, 2147483647) * 2147483648 + neighbour) as drawn
    from directions
    group by node
),

hops as (
    select
        node,
        mod(least(drawn, mod(node * 742938285, 2147483647) * 2147483648 + node), 2147483648) as hop
    from neighbours_drawn
),

second_hops as (
    select
        node as first_hop,
        hop as second_hop
    from hops
),

parents as (
    select
        hops.node,
        second_hops.second_hop as parent
    from hops
    inner join second_hops on hops.hop = second_hops.first_hop
),

left_parents as (
    select
        node,
        parent
    from parents
),

right_parents as (
    select
        node,
        parent
    from parents
)

select
    links.left_node,
    links.right_node,
    left_parents.parent as left_parent,
    right_parents.parent as right_parent
from links
inner join left_parents on links.left_node = left_parents.node
inner join right_parents on links.right_node = right_parents.node
