with lines as (
    select * from int_contact_line
),

months as (
    select * from int_contact_month
)

select
    months.period_date,
    lines.contact_id,
    cast(sum(lines.order_count) as bigint) as position_count,
    count(distinct lines.product_id) as dish_count,
    count(distinct lines.product_category) as category_count
from lines
inner join months
    on
        lines.business_date <= months.as_of_date
        and lines.business_date > date_add('day', -90, months.as_of_date)
group by months.period_date, lines.contact_id
