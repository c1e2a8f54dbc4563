with pairs as (
    select * from int_identity_pair
),

places as (
    select * from int_identity_place
),

left_places as (
    select
        node,
        case when verdict <> 'shared' then place_node end as place_node,
        valid_from_date,
        valid_to_date
    from places
),

right_places as (
    select
        node,
        case when verdict <> 'shared' then place_node end as place_node,
        valid_from_date,
        valid_to_date
    from places
),

pairs_placed as (
    select
        left_places.place_node as left_end,
        right_places.place_node as right_end
    from pairs
    inner join left_places
        on
            pairs.left_node = left_places.node
            and pairs.first_date >= left_places.valid_from_date
            and pairs.first_date < left_places.valid_to_date
    inner join right_places
        on
            pairs.right_node = right_places.node
            and pairs.first_date >= right_places.valid_from_date
            and pairs.first_date < right_places.valid_to_date
),

links as (
    select distinct
        least(left_end, right_end) as left_node,
        greatest(left_end, right_end) as right_node
    from pairs_placed
    where left_end <> right_end
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
