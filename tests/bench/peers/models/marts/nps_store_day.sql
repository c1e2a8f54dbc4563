with responses as (
    select * from int_response_contact
)

select
    store_id,
    business_date,
    sent_by,
    count(*) as response_count,
    count_if(nps_score >= 9) as promoter_count,
    count_if(nps_score <= 6) as detractor_count,
    cast(100 * (count_if(nps_score >= 9) - count_if(nps_score <= 6)) as double) / nullif(count(*), 0) as nps,
    avg(cast(csat_score as double)) as csat_mean,
    cast(count_if(csat_score >= 4) as double) / nullif(count(*), 0) as csat_top_ratio,
    avg(cast(duration_ms as double)) as mean_ms
from responses
group by store_id, business_date, sent_by
