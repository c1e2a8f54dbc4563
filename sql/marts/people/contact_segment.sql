with contact_values as (
    select * from contact_value
),

earlier_values as (
    select * from contact_value
),

windows as (
    select * from int_contact_window
),

profiles as (
    select * from int_contact_profile
),

arrivals as (
    select * from int_contact_arrival
),

taste_rules as (
    select * from taste_rule
),

earlier_tiers as (
    select
        date_add('month', 1, period_date) as next_period_date,
        contact_id,
        value_tier
    from earlier_values
),

habits_measured as (
    select
        period_date,
        contact_id,
        position_count,
        category_count,
        cast(dish_count as double) / nullif(position_count, 0) as novelty_ratio,
        cast(guest_count as double) / nullif(guest_n, 0) as mean_guests
    from windows
),

habits_named as (
    select
        habits_measured.period_date,
        habits_measured.contact_id,
        habits_measured.mean_guests,
        taste_rules.taste_segment
    from habits_measured
    left join taste_rules
        on
            habits_measured.position_count >= taste_rules.min_positions
            and habits_measured.novelty_ratio >= taste_rules.from_novelty_ratio
            and habits_measured.novelty_ratio < taste_rules.below_novelty_ratio
            and habits_measured.category_count >= taste_rules.min_category_count
)

select
    contact_values.period_date,
    contact_values.contact_id,
    contact_values.recency_segment,
    coalesce(habits_named.taste_segment, 'unknown') as taste_segment,
    contact_values.life_stage,
    case
        when profiles.companions is not null then profiles.companions
        when habits_named.mean_guests < 15e-1 then 'alone'
        when habits_named.mean_guests < 25e-1 then 'couple'
        when habits_named.mean_guests is not null then 'group'
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
inner join habits_named
    on contact_values.period_date = habits_named.period_date and contact_values.contact_id = habits_named.contact_id
inner join profiles on contact_values.contact_id = profiles.contact_id
left join arrivals on contact_values.contact_id = arrivals.contact_id
left join earlier_tiers
    on
        contact_values.period_date = earlier_tiers.next_period_date
        and contact_values.contact_id = earlier_tiers.contact_id
where not profiles.is_shared
