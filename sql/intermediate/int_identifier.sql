with identity_sets as (
    select * from int_identity_set
),

rules as (
    select * from identifier_rule
),

identifiers_seen as (
    select
        'member' as identifier_kind,
        member_key as identifier_key,
        min(first_date) as first_date
    from identity_sets
    where member_key is not null
    group by member_key
    union all
    select
        'unionid' as identifier_kind,
        unionid_key as identifier_key,
        min(first_date) as first_date
    from identity_sets
    where unionid_key is not null
    group by unionid_key
    union all
    select
        'alipay' as identifier_kind,
        alipay_key as identifier_key,
        min(first_date) as first_date
    from identity_sets
    where alipay_key is not null
    group by alipay_key
    union all
    select
        'account' as identifier_kind,
        account_key as identifier_key,
        min(first_date) as first_date
    from identity_sets
    where account_key is not null
    group by account_key
    union all
    select
        'phone' as identifier_kind,
        phone_key as identifier_key,
        min(first_date) as first_date
    from identity_sets
    where phone_key is not null
    group by phone_key
    union all
    select
        'email' as identifier_kind,
        email_key as identifier_key,
        min(first_date) as first_date
    from identity_sets
    where email_key is not null
    group by email_key
    union all
    select
        'device' as identifier_kind,
        device_key as identifier_key,
        min(first_date) as first_date
    from identity_sets
    where device_key is not null
    group by device_key
    union all
    select
        'cookie' as identifier_kind,
        cookie_key as identifier_key,
        min(first_date) as first_date
    from identity_sets
    where cookie_key is not null
    group by cookie_key
),

classes_counted as (
    select
        identifiers_seen.first_date,
        identifiers_seen.identifier_kind,
        rules.strength,
        count(*) as identifier_count
    from identifiers_seen
    inner join rules on identifiers_seen.identifier_kind = rules.identifier_kind
    group by identifiers_seen.first_date, identifiers_seen.identifier_kind, rules.strength
),

classes_placed as (
    select
        first_date,
        identifier_kind,
        sum(identifier_count) over (
            order by first_date, strength
            rows between unbounded preceding and current row
        ) - identifier_count as earlier_count
    from classes_counted
)

select
    cast(
        classes_placed.earlier_count + row_number() over (
            partition by identifiers_seen.first_date, identifiers_seen.identifier_kind
            order by identifiers_seen.identifier_key
        ) as bigint
    ) as node,
    identifiers_seen.identifier_kind,
    identifiers_seen.identifier_key,
    identifiers_seen.first_date
from identifiers_seen
inner join classes_placed
    on
        identifiers_seen.first_date = classes_placed.first_date
        and identifiers_seen.identifier_kind = classes_placed.identifier_kind
