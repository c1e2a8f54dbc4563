with pairs as (
    select * from int_identity_pair
),

persons as (
    select * from int_person
),

rules as (
    select * from identifier_rule
),

persons_known as (
    select
        person_node,
        max(last_date) as last_date,
        count_if(identifier_kind = 'member') as member_count,
        count_if(identifier_kind = 'unionid') as unionid_count,
        count_if(identifier_kind = 'alipay') as alipay_count
    from persons
    group by person_node
),

persons_met as (
    select * from int_person_meeting
),

persons_counted as (
    select
        persons_met.node,
        persons_met.kind,
        greatest(
            count_if(persons_known.member_count > 0),
            count_if(persons_known.unionid_count > 0),
            count_if(persons_known.alipay_count > 0)
        ) as person_count
    from persons_met
    inner join persons_known on persons_met.person_node = persons_known.person_node
    group by persons_met.node, persons_met.kind
    having count(*) > 1
),

weak_met as (
    select
        left_node as node,
        left_kind as kind,
        right_kind as other_kind
    from pairs
    where right_kind in ('account', 'phone') and left_kind not in ('member', 'unionid', 'alipay')
    union all
    select
        right_node as node,
        right_kind as kind,
        left_kind as other_kind
    from pairs
    where left_kind in ('account', 'phone')
),

weak_counted as (
    select
        node,
        kind,
        count_if(other_kind = 'account') as account_count,
        count_if(other_kind = 'phone') as phone_count
    from weak_met
    group by node, kind
    having count(*) > 1
),

nodes_counted as (
    select
        node,
        kind,
        person_count,
        0 as account_count,
        0 as phone_count
    from persons_counted
    union all
    select
        node,
        kind,
        0 as person_count,
        account_count,
        phone_count
    from weak_counted
),

nodes_summed as (
    select
        node,
        kind,
        max(person_count) as person_count,
        max(account_count) as account_count,
        max(phone_count) as phone_count
    from nodes_counted
    group by node, kind
),

nodes_refused as (
    select
        nodes_summed.node,
        nodes_summed.kind,
        nodes_summed.person_count,
        nodes_summed.account_count,
        nodes_summed.phone_count,
        coalesce(nodes_summed.account_count > rules.max_accounts, false)
        or coalesce(nodes_summed.phone_count > rules.max_phones, false) as is_hub,
        rules.recycle_gap_days
    from nodes_summed
    inner join rules on nodes_summed.kind = rules.identifier_kind
    where
        nodes_summed.person_count > rules.max_persons
        or nodes_summed.account_count > rules.max_accounts
        or nodes_summed.phone_count > rules.max_phones
),

tenures as (
    select
        nodes_refused.node,
        nodes_refused.kind,
        nodes_refused.person_count,
        nodes_refused.account_count,
        nodes_refused.phone_count,
        nodes_refused.is_hub,
        nodes_refused.recycle_gap_days,
        persons_met.person_node,
        persons_met.first_date,
        row_number() over (
            partition by nodes_refused.node
            order by persons_met.first_date, persons_met.person_node
        ) as tenure_number,
        lag(persons_known.last_date) over (
            partition by nodes_refused.node
            order by persons_met.first_date, persons_met.person_node
        ) as earlier_last_date,
        lead(persons_met.first_date) over (
            partition by nodes_refused.node
            order by persons_met.first_date, persons_met.person_node
        ) as next_first_date
    from nodes_refused
    left join persons_met on nodes_refused.node = persons_met.node
    left join persons_known on persons_met.person_node = persons_known.person_node
),

nodes_judged as (
    select
        node,
        bool_and(
            not is_hub
            and recycle_gap_days is not null
            and person_node is not null
            and (earlier_last_date is null or first_date > date_add('day', recycle_gap_days, earlier_last_date))
        ) as is_recycled
    from tenures
    group by node
)

select
    tenures.node,
    tenures.tenure_number,
    tenures.kind,
    case when nodes_judged.is_recycled then 'recycled' else 'shared' end as verdict,
    tenures.person_count,
    tenures.account_count,
    tenures.phone_count,
    case when nodes_judged.is_recycled then tenures.person_node end as person_node,
    case
        when nodes_judged.is_recycled and tenures.tenure_number > 1 then tenures.first_date
        else cast('1900-01-01' as date)
    end as valid_from_date,
    case
        when nodes_judged.is_recycled then coalesce(tenures.next_first_date, cast('9999-12-31' as date))
        else cast('9999-12-31' as date)
    end as valid_to_date
from tenures
inner join nodes_judged on tenures.node = nodes_judged.node
where nodes_judged.is_recycled or tenures.tenure_number = 1
