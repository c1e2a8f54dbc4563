with responses as (
    select * from stg_response
),

orders as (
    select * from stg_order
),

identities as (
    select unionid_key, phone_key, email_key from responses where unionid_key is not null
    union
    select unionid_key, phone_key, cast(null as varchar) as email_key from orders where unionid_key is not null
),

links as (
    select unionid_key, 'phone ' || phone_key as shared from identities where phone_key is not null
    union
    select unionid_key, 'email ' || email_key as shared from identities where email_key is not null
),

labels_0 as (
    select distinct unionid_key, unionid_key as label from identities
),

shared_labels_1 as (
    select links.shared, min(labels_0.label) as label
    from links
    inner join labels_0 on links.unionid_key = labels_0.unionid_key
    group by links.shared
),

labels_1 as (
    select labels_0.unionid_key, min(coalesce(shared_labels_1.label, labels_0.label)) as label
    from labels_0
    left join links on labels_0.unionid_key = links.unionid_key
    left join shared_labels_1 on links.shared = shared_labels_1.shared
    group by labels_0.unionid_key
),

shared_labels_2 as (
    select links.shared, min(labels_1.label) as label
    from links
    inner join labels_1 on links.unionid_key = labels_1.unionid_key
    group by links.shared
),

labels_2 as (
    select labels_1.unionid_key, min(coalesce(shared_labels_2.label, labels_1.label)) as label
    from labels_1
    left join links on labels_1.unionid_key = links.unionid_key
    left join shared_labels_2 on links.shared = shared_labels_2.shared
    group by labels_1.unionid_key
)

select unionid_key, 'C' || label as contact_id from labels_2
