with identifiers as (
    select * from int_identifier
),

first_links as (
    select * from int_person_link_1
),

second_links as (
    select * from int_person_link_2
),

third_links as (
    select * from int_person_link_3
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
)

select
    identifiers.node,
    identifiers.identifier_kind,
    identifiers.first_date,
    coalesce(third_parents.parent, second_parents.parent, first_parents.parent, identifiers.node) as person_node
from identifiers
left join first_parents on identifiers.node = first_parents.node
left join second_parents on first_parents.parent = second_parents.node
left join third_parents on second_parents.parent = third_parents.node
where identifiers.identifier_kind in ('member', 'unionid', 'alipay')
