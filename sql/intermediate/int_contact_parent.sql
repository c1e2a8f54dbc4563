with first_links as (
    select * from int_contact_link_1
),

second_links as (
    select * from int_contact_link_2
),

third_links as (
    select * from int_contact_link_3
),

fourth_links as (
    select * from int_contact_link_4
),

fifth_links as (
    select * from int_contact_link_5
),

first_parents as (
    select
        left_node as node,
        left_parent as parent
    from first_links
    union
    select
        right_node as node,
        right_parent as parent
    from first_links
),

second_parents as (
    select
        left_node as node,
        left_parent as parent
    from second_links
    union
    select
        right_node as node,
        right_parent as parent
    from second_links
),

third_parents as (
    select
        left_node as node,
        left_parent as parent
    from third_links
    union
    select
        right_node as node,
        right_parent as parent
    from third_links
),

fourth_parents as (
    select
        left_node as node,
        left_parent as parent
    from fourth_links
    union
    select
        right_node as node,
        right_parent as parent
    from fourth_links
),

fifth_parents as (
    select
        left_node as node,
        left_parent as parent
    from fifth_links
    union
    select
        right_node as node,
        right_parent as parent
    from fifth_links
)

select
    first_parents.node,
    coalesce(
        fifth_parents.parent,
        fourth_parents.parent,
        third_parents.parent,
        second_parents.parent,
        first_parents.parent
    ) as group_node
from first_parents
left join second_parents on first_parents.parent = second_parents.node
left join third_parents on coalesce(second_parents.parent, first_parents.parent) = third_parents.node
left join fourth_parents
    on coalesce(third_parents.parent, second_parents.parent, first_parents.parent) = fourth_parents.node
left join fifth_parents
    on
        coalesce(fourth_parents.parent, third_parents.parent, second_parents.parent, first_parents.parent)
        = fifth_parents.node
