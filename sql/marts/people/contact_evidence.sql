with pairs as (
    select * from int_identity_pair
),

identifiers as (
    select * from int_identifier
),

contacts as (
    select * from int_contact
),

left_identifiers as (
    select
        node,
        identifier_key
    from identifiers
),

right_identifiers as (
    select
        node,
        identifier_key
    from identifiers
),

left_nodes as (
    select * from int_contact_node
),

right_nodes as (
    select * from int_contact_node
),

pairs_settled as (
    select
        pairs.left_node,
        pairs.right_node,
        pairs.left_kind,
        pairs.right_kind,
        pairs.first_date,
        pairs.source,
        left_nodes.contact_node,
        left_nodes.contact_node = right_nodes.contact_node as is_one_contact,
        case
            when left_nodes.verdict = 'shared' or right_nodes.verdict = 'shared' then 'shared identifier'
            when left_nodes.contact_node = right_nodes.contact_node then 'seen together'
            when left_nodes.is_conflict then 'group of several persons'
            when left_nodes.verdict = 'recycled' or right_nodes.verdict = 'recycled' then 'recycled identifier'
            else 'no link'
        end as reason
    from pairs
    inner join left_nodes
        on
            pairs.left_node = left_nodes.node
            and pairs.first_date >= left_nodes.valid_from_date
            and pairs.first_date < left_nodes.valid_to_date
    inner join right_nodes
        on
            pairs.right_node = right_nodes.node
            and pairs.first_date >= right_nodes.valid_from_date
            and pairs.first_date < right_nodes.valid_to_date
)

select
    contacts.contact_id,
    pairs_settled.left_kind,
    left_identifiers.identifier_key as left_key,
    pairs_settled.right_kind,
    right_identifiers.identifier_key as right_key,
    pairs_settled.is_one_contact,
    pairs_settled.reason,
    pairs_settled.source,
    pairs_settled.first_date
from pairs_settled
inner join contacts on pairs_settled.contact_node = contacts.contact_node
inner join left_identifiers on pairs_settled.left_node = left_identifiers.node
inner join right_identifiers on pairs_settled.right_node = right_identifiers.node
