/** Which dish's guests grew less content with the meal, and since when: the day that parts their answers most, with 30 on either side. The worst first. */
export const DISH_FALL = `with meals as (
  select distinct stg_order_line.product_id, stg_order_line.product_name, int_feedback.business_date, int_feedback.feedback_id, int_feedback.is_csat_top
  from int_feedback
  inner join stg_order_line on int_feedback.order_id = stg_order_line.order_id
  where int_feedback.touchpoint in ('dine_in_meal', 'delivery_meal') and int_feedback.is_csat_top is not null
),
days as (
  select product_id, product_name, business_date, count(*) as n, count_if(is_csat_top) as top from meals group by product_id, product_name, business_date
),
splits as (
  select product_id, product_name, business_date as since,
    sum(n) over earlier - n as before_n, sum(top) over earlier - top as before_top,
    sum(n) over whole - sum(n) over earlier + n as n, sum(top) over whole - sum(top) over earlier + top as top
  from days
  window whole as (partition by product_id), earlier as (partition by product_id order by business_date)
),
falls as (
  select product_id, product_name, since, before_n, n, cast(before_top as double) / before_n as before_csat, cast(top as double) / n as csat,
    (cast(top as double) / n - cast(before_top as double) / before_n)
      / sqrt((before_top + top) * (before_n + n - before_top - top) / cast(before_n + n as double) / before_n / n) as z
  from splits
  where before_n >= 30 and n >= 30 and before_top + top < before_n + n
)
select product_id, max(product_name) as dish, min_by(since, z) as since, min_by(before_n, z) as before_n, min_by(n, z) as n,
  round(min_by(before_csat, z), 3) as before_csat, round(min_by(csat, z), 3) as csat, round(min(z), 1) as z
from falls
group by product_id
order by min(z)
limit 3`;
