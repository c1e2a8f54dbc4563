with contact_nodes as (
    select * from int_contact_node
),

identifiers as (
    select * from int_identifier
),

contacts_gathered as (
    select
        contact_node,
        count(*) as identifier_count,
        count_if(identifier_kind = 'member') as member_count,
        bool_or(verdict = 'shared') as is_shared,
        bool_or(is_conflict) as is_conflict
    from contact_nodes
    group by contact_node
)

select
    contacts_gathered.contact_node,
    substr(
        lower(to_hex(sha256(to_utf8(identifiers.identifier_kind || ':' || identifiers.identifier_key)))), 1, 24
    ) as contact_id,
    identifiers.first_date as first_seen_date,
    contacts_gathered.identifier_count,
    contacts_gathered.member_count,
    contacts_gathered.is_shared,
    contacts_gathered.is_conflict
from contacts_gathered
inner join identifiers on contacts_gathered.contact_node = identifiers.node
