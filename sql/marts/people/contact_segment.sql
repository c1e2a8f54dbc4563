with contact_values as (
    select * from contact_value
),

earlier_values as (
    select * from contact_value
),

lines as (
    select * from int_contact_line
),

profiles as (
    select * from int_contact_profile
),

arrivals as (
    select * from int_contact_arrival
),

guests as (
    select * from int_contact_day
),

taste_rules as (
    select * from taste_rule
),

periods as (
    select distinct
        period_date,
        as_of_date
    from contact_values
),

earlier_tiers as (
    select
        date_add('month', 1, period_date) as next_period_date,
        contact_id,
        value_tier
    from earlier_values
),

tastes_measured as (
    select
        periods.period_date,
        lines.contact_id,
        sum(lines.order_count) as position_count,
        cast(count(distinct lines.product_id) as double) / nullif(sum(lines.order_count), 0) as novelty_ratio,
        count(distinct lines.product_category) as category_count
    from lines
    inner join periods
        on
            lines.business_date <= periods.as_of_date
            and lines.business_date > date_add('day', -90, periods.as_of_date)
    group by periods.period_date, lines.contact_id
),

tastes_named as (
    select
        tastes_measured.period_date,
        tastes_measured.contact_id,
        taste_rules.taste_segment
    from tastes_measured
    inner join taste_rules
        on
            tastes_measured.position_count >= taste_rules.min_positions
            and tastes_measured.novelty_ratio >= taste_rules.from_novelty_ratio
            and tastes_measured.novelty_ratio < taste_rules.below_novelty_ratio
            and tastes_measured.category_count >= taste_rules.min_category_count
),

guests_counted as (
    select
        periods.period_date,
        guests.contact_id,
        cast(sum(guests.guest_count) as double) / nullif(sum(guests.guest_n), 0) as mean_guests
    from guests
    inner join periods
        on
            guests.business_date <= periods.as_of_date
            and guests.business_date > date_add('day', -90, periods.as_of_date)
    group by periods.period_date, guests.contact_id
)

select
    contact_values.period_date,
    contact_values.contact_id,
    contact_values.recency_segment,
    coalesce(tastes_named.taste_segment, 'unknown') as taste_segment,
    contact_values.life_stage,
    case
        when profiles.companions is not null then profiles.companions
        when guests_counted.mean_guests < 15e-1 then 'alone'
        when guests_counted.mean_guests < 25e-1 then 'couple'
        when guests_counted.mean_guests is not null then 'group'
        else 'unknown'
    end as companions,
    profiles.member_tier,
    coalesce(arrivals.arrival_channel, 'record') as arrival_channel,
    contact_values.growth_score,
    contact_values.loyalty_score,
    contact_values.premium_score,
    contact_values.value_score,
    contact_values.value_tier,
    coalesce(earlier_tiers.value_tier, 'none') as previous_value_tier,
    contact_values.order_count,
    contact_values.amount
from contact_values
inner join profiles on contact_values.contact_id = profiles.contact_id
left join arrivals on contact_values.contact_id = arrivals.contact_id
left join earlier_tiers
    on
        contact_values.period_date = earlier_tiers.next_period_date
        and contact_values.contact_id = earlier_tiers.contact_id
left join tastes_named
    on contact_values.period_date = tastes_named.period_date and contact_values.contact_id = tastes_named.contact_id
left join guests_counted
    on contact_values.period_date = guests_counted.period_date and contact_values.contact_id = guests_counted.contact_id
where not profiles.is_shared
