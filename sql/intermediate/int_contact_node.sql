with places as (
    select * from int_identity_place
),

parents as (
    select * from int_contact_parent
),

nodes_grouped as (
    select
        places.node,
        places.tenure_number,
        places.identifier_kind,
        places.verdict,
        places.place_node,
        places.valid_from_date,
        places.valid_to_date,
        coalesce(parents.group_node, places.place_node) as group_node,
        places.is_between,
        parents.group_node is not null as is_linked
    from places
    left join parents on places.place_node = parents.node
),

persons_grouped as (
    select
        group_node,
        place_node as person_node,
        count_if(identifier_kind = 'member') as member_count,
        count_if(identifier_kind = 'unionid') as unionid_count,
        count_if(identifier_kind = 'alipay') as alipay_count
    from nodes_grouped
    where is_linked and identifier_kind in ('member', 'unionid', 'alipay')
    group by group_node, place_node
),

groups_in_conflict as (
    select group_node
    from persons_grouped
    group by group_node
    having
        count_if(member_count > 0) > 1
        or count_if(unionid_count > 0) > 1
        or count_if(alipay_count > 0) > 1
),

nodes_settled as (
    select
        nodes_grouped.node,
        nodes_grouped.tenure_number,
        nodes_grouped.identifier_kind,
        nodes_grouped.verdict,
        nodes_grouped.valid_from_date,
        nodes_grouped.valid_to_date,
        groups_in_conflict.group_node is not null as is_conflict,
        case
            when groups_in_conflict.group_node is null then nodes_grouped.group_node
            when nodes_grouped.is_between then nodes_grouped.node
            else nodes_grouped.place_node
        end as group_node
    from nodes_grouped
    left join groups_in_conflict on nodes_grouped.group_node = groups_in_conflict.group_node
),

contacts as (
    select
        group_node,
        min(node) as contact_node
    from nodes_settled
    where verdict <> 'recycled'
    group by group_node
)

select
    nodes_settled.node,
    nodes_settled.tenure_number,
    nodes_settled.identifier_kind,
    nodes_settled.valid_from_date,
    nodes_settled.valid_to_date,
    contacts.contact_node,
    nodes_settled.verdict,
    nodes_settled.is_conflict
from nodes_settled
inner join contacts on nodes_settled.group_node = contacts.group_node
