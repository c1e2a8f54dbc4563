with pairs as (
    select * from int_identity_pair
),

persons as (
    select * from int_person
)

select
    pairs.right_node as node,
    persons.person_node,
    any_value(pairs.right_kind) as kind,
    min(pairs.first_date) as first_date
from pairs
inner join persons on pairs.left_node = persons.node
where pairs.right_kind not in ('member', 'unionid', 'alipay')
group by pairs.right_node, persons.person_node
