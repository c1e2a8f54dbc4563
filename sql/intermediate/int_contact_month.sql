with days as (
    select * from int_contact_day
)

select
    cast(date_trunc('month', business_date) as date) as period_date,
    max(business_date) as as_of_date
from days
group by cast(date_trunc('month', business_date) as date)
