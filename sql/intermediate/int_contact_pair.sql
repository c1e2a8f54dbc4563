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
)

select distinct
    least(left_end, right_end) as left_node,
    greatest(left_end, right_end) as right_node
from pairs_placed
where left_end <> right_end
