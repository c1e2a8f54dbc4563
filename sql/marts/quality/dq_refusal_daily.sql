with refusals as (
    select * from stg_refusal
)

select
    business_date,
    channel,
    source,
    coalesce(record_type, 'unknown') as record_type,
    field,
    expected,
    count(*) as refused_count
from refusals
group by business_date, channel, source, coalesce(record_type, 'unknown'), field, expected
