with contact_nodes as (
    select * from int_contact_node
),

identifiers as (
    select * from int_identifier
),

contacts as (
    select * from int_contact
)

select
    identifiers.identifier_kind,
    identifiers.identifier_key,
    contact_nodes.valid_from_date,
    contact_nodes.valid_to_date,
    contacts.contact_id,
    contact_nodes.verdict,
    contact_nodes.verdict = 'shared' as is_shared
from contact_nodes
inner join identifiers on contact_nodes.node = identifiers.node
inner join contacts on contact_nodes.contact_node = contacts.contact_node
