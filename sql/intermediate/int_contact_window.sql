with days as (
    select * from int_contact_day
),

months as (
    select * from int_contact_month
),

tastes as (
    select * from int_contact_taste
),

profiles as (
    select * from int_contact_profile
),

referrals as (
    select * from int_contact_referral
),

weights as (
    select * from life_stage_weight
),

days_windowed as (
    select
        months.period_date,
        months.as_of_date,
        days.contact_id,
        days.business_date,
        days.order_count,
        days.full_price_count,
        days.amount,
        days.peer_ratio_sum,
        days.peer_ratio_n,
        days.nps_score_sum,
        days.nps_n,
        days.trouble_count,
        days.guest_count,
        days.guest_n,
        case when days.business_date > date_add('day', -45, months.as_of_date) then days.amount end as recent_amount
    from days
    inner join months
        on
            days.business_date <= months.as_of_date
            and days.business_date > date_add('day', -90, months.as_of_date)
),

gaps_measured as (
    select
        period_date,
        contact_id,
        date_diff(
            'day', lag(business_date) over (partition by period_date, contact_id order by business_date), business_date
        ) as gap_days
    from days_windowed
    where order_count > 0
),

gaps_numbered as (
    select
        period_date,
        contact_id,
        gap_days,
        row_number() over (partition by period_date, contact_id order by gap_days) as gap_number,
        count(*) over (partition by period_date, contact_id) as gap_count
    from gaps_measured
    where gap_days is not null
),

gaps_halved as (
    select
        period_date,
        contact_id,
        cast(sum(gap_days) as double) / nullif(count(*), 0) as median_gap_days
    from gaps_numbered
    where gap_count > 1 and gap_number in ((gap_count + 1) / 2, (gap_count + 2) / 2)
    group by period_date, contact_id
),

referrals_counted as (
    select
        months.period_date,
        referrals.contact_id,
        count(*) as referral_count
    from referrals
    inner join months
        on
            referrals.business_date <= months.as_of_date
            and referrals.business_date > date_add('day', -90, months.as_of_date)
    where referrals.status in ('joined', 'first_order')
    group by months.period_date, referrals.contact_id
),

days_summed as (
    select
        period_date,
        as_of_date,
        contact_id,
        cast(sum(order_count) as bigint) as order_count,
        count_if(order_count > 0) as order_day_count,
        cast(sum(full_price_count) as bigint) as full_price_count,
        cast(coalesce(sum(amount), 0) as decimal(18, 2)) as amount,
        cast(coalesce(sum(recent_amount), 0) as decimal(18, 2)) as recent_amount,
        cast(coalesce(sum(amount), 0) - coalesce(sum(recent_amount), 0) as decimal(18, 2)) as earlier_amount,
        sum(peer_ratio_sum) as peer_ratio_sum,
        cast(sum(peer_ratio_n) as bigint) as peer_ratio_n,
        cast(sum(nps_score_sum) as bigint) as nps_score_sum,
        cast(sum(nps_n) as bigint) as nps_n,
        cast(sum(trouble_count) as bigint) as trouble_count,
        cast(sum(guest_count) as bigint) as guest_count,
        cast(sum(guest_n) as bigint) as guest_n,
        max(case when order_count > 0 then business_date end) as last_order_date
    from days_windowed
    group by period_date, as_of_date, contact_id
    having sum(order_count) > 0
),

stages_known as (
    select distinct life_stage from weights
)

select
    days_summed.period_date,
    days_summed.as_of_date,
    days_summed.contact_id,
    profiles.life_stage,
    coalesce(stages_known.life_stage, 'unknown') as weighed_as,
    case
        when profiles.first_seen_date > date_add('day', -90, days_summed.as_of_date) then 'new' else 'returning'
    end as recency_segment,
    days_summed.order_count,
    days_summed.order_day_count,
    days_summed.full_price_count,
    days_summed.amount,
    days_summed.recent_amount,
    days_summed.earlier_amount,
    days_summed.peer_ratio_sum,
    days_summed.peer_ratio_n,
    days_summed.nps_score_sum,
    days_summed.nps_n,
    days_summed.trouble_count,
    days_summed.guest_count,
    days_summed.guest_n,
    date_diff('day', days_summed.last_order_date, days_summed.as_of_date) as silent_days,
    date_diff('day', profiles.first_seen_date, days_summed.as_of_date) as tenure_days,
    gaps_halved.median_gap_days,
    coalesce(tastes.position_count, 0) as position_count,
    coalesce(tastes.dish_count, 0) as dish_count,
    coalesce(tastes.category_count, 0) as category_count,
    coalesce(referrals_counted.referral_count, 0) as referral_count
from days_summed
inner join profiles on days_summed.contact_id = profiles.contact_id
left join stages_known on profiles.life_stage = stages_known.life_stage
left join gaps_halved
    on days_summed.period_date = gaps_halved.period_date and days_summed.contact_id = gaps_halved.contact_id
left join tastes
    on
        days_summed.period_date = tastes.period_date
        and days_summed.contact_id = tastes.contact_id
left join referrals_counted
    on
        days_summed.period_date = referrals_counted.period_date
        and days_summed.contact_id = referrals_counted.contact_id
