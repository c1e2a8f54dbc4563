with feedback as (
    select * from int_feedback
)

select
    business_date,
    org_unit_id,
    touchpoint,
    channel,
    source,
    cast(count(*) as bigint) as response_count,
    count(nps_score) as nps_n,
    count_if(nps_score >= 9) as promoter_count,
    count_if(nps_score in (7, 8)) as passive_count,
    count_if(nps_score <= 6) as detractor_count,
    count(is_csat_top) as csat_n,
    count_if(is_csat_top) as csat_top_count,
    count(case when ces_version = 'v2' then ces_score end) as ces_n,
    count_if(ces_version = 'v2' and ces_score >= 5) as ces_easy_count,
    cast(coalesce(sum(case when ces_version = 'v2' then ces_score end), 0) as bigint) as ces_sum,
    cast(coalesce(sum(case when ces_version = 'v2' then ces_score * ces_score end), 0) as bigint) as ces_squares
from feedback
group by business_date, org_unit_id, touchpoint, channel, source
