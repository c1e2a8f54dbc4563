with refused as (
    select * from int_identity_refused
),

meetings as (
    select * from int_person_meeting
),

persons as (
    select * from int_person
),

identity_nodes as (
    select * from int_identity_node
),

identity_events as (
    select * from int_identity_event
),

identity_records as (
    select * from int_identity_record
),

persons_asked as (
    select distinct meetings.person_node
    from refused
    inner join meetings on refused.node = meetings.node
    where refused.recycle_gap_days is not null and not refused.is_hub
),

strong_asked as (
    select
        persons.node,
        persons.person_node
    from persons
    inner join persons_asked on persons.person_node = persons_asked.person_node
),

identities_asked as (
    select
        identity_nodes.identity_id,
        strong_asked.person_node
    from identity_nodes
    inner join strong_asked on identity_nodes.member_node = strong_asked.node
    union
    select
        identity_nodes.identity_id,
        strong_asked.person_node
    from identity_nodes
    inner join strong_asked on identity_nodes.unionid_node = strong_asked.node
    union
    select
        identity_nodes.identity_id,
        strong_asked.person_node
    from identity_nodes
    inner join strong_asked on identity_nodes.alipay_node = strong_asked.node
),

days_seen as (
    select
        identity_id,
        business_date
    from identity_events
    union all
    select
        identity_id,
        business_date
    from identity_records
),

persons_active as (
    select
        identities_asked.person_node,
        max(days_seen.business_date) as last_date
    from days_seen
    inner join identities_asked on days_seen.identity_id = identities_asked.identity_id
    group by identities_asked.person_node
),

tenures as (
    select
        refused.node,
        refused.kind,
        refused.person_count,
        refused.account_count,
        refused.phone_count,
        refused.is_hub,
        refused.recycle_gap_days,
        meetings.person_node,
        meetings.first_date,
        row_number() over (
            partition by refused.node
            order by meetings.first_date, meetings.person_node
        ) as tenure_number,
        lag(persons_active.last_date) over (
            partition by refused.node
            order by meetings.first_date, meetings.person_node
        ) as earlier_last_date,
        lead(meetings.first_date) over (
            partition by refused.node
            order by meetings.first_date, meetings.person_node
        ) as next_first_date
    from refused
    left join meetings on refused.node = meetings.node
    left join persons_active on meetings.person_node = persons_active.person_node
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
