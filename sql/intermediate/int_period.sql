with answers as (
    select * from int_score_count
),

invites as (
    select * from int_invite_count
),

journey_days as (
    select * from int_journey_count
),

days_known as (
    select business_date from answers
    union all
    select business_date from invites
    union all
    select passage_date as business_date from journey_days
),

days_bounded as (
    select
        min(business_date) as first_date,
        max(business_date) as last_date
    from days_known
),

days as (
    select distinct
        days_known.business_date,
        days_bounded.first_date,
        days_bounded.last_date,
        date_add(
            'day', -27 - 28 * (date_diff('day', days_known.business_date, days_bounded.last_date) / 28), days_bounded.last_date
        ) as four_weeks_date
    from days_known
    cross join days_bounded
)

select
    days.business_date,
    periods.period_kind,
    case periods.period_kind
        when 'week' then date_trunc('week', days.business_date)
        when 'month' then date_trunc('month', days.business_date)
        when 'four_weeks' then days.four_weeks_date
        else days.first_date
    end as period_date,
    case periods.period_kind
        when 'week' then date_add('day', 6, date_trunc('week', days.business_date))
        when 'month' then last_day_of_month(days.business_date)
        when 'four_weeks' then date_add('day', 27, days.four_weeks_date)
        else days.last_date
    end as period_end_date
from days
cross join unnest(array['week', 'month', 'four_weeks', 'all']) as periods (period_kind)
