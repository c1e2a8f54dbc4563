with identifiers as (
    select * from int_identifier
),

persons as (
    select * from int_person
),

meetings as (
    select * from int_person_meeting
),

guards as (
    select * from int_identity_guard
),

first_persons_met as (
    select
        node,
        min(person_node) as person_node,
        count(*) > 1 as is_between
    from meetings
    group by node
)

select
    identifiers.node,
    coalesce(guards.tenure_number, 1) as tenure_number,
    identifiers.identifier_kind,
    coalesce(guards.verdict, 'one person') as verdict,
    case
        when guards.verdict = 'shared' then identifiers.node
        else coalesce(guards.person_node, persons.person_node, first_persons_met.person_node, identifiers.node)
    end as place_node,
    coalesce(first_persons_met.is_between and guards.node is null, false) as is_between,
    coalesce(guards.valid_from_date, cast('1900-01-01' as date)) as valid_from_date,
    coalesce(guards.valid_to_date, cast('9999-12-31' as date)) as valid_to_date
from identifiers
left join persons on identifiers.node = persons.node
left join first_persons_met on identifiers.node = first_persons_met.node
left join guards on identifiers.node = guards.node
