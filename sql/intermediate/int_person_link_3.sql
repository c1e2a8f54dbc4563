with earlier_links as (
    select * from int_person_link_2
),

links as (
    select distinct
        least(left_parent, right_parent) as left_node,
        greatest(left_parent, right_parent) as right_node
    from earlier_links
    where left_parent <> right_parent
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
        min(mod(neighbour * 1226874159, 2147483647) * 2147483648 + neighbour) as drawn
    from directions
    group by node
),

hops as (
    select
        node,
        mod(least(drawn, mod(node * 1226874159, 2147483647) * 2147483648 + node), 2147483648) as hop
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
