with orders as (
    select * from int_order_trait
),

feedback as (
    select * from int_feedback
),

stores as (
    select * from store
),

periods as (
    select * from int_period
),

orders_placed as (
    select
        orders.order_id,
        orders.business_date,
        coalesce(stores.region_id, 'unassigned') as region_id,
        orders.mode,
        orders.mode || '|' || orders.tier as tier_cell,
        orders.mode || '|' || orders.tier || '|' || orders.punctuality || '|' || coalesce(stores.region_id, 'unassigned') as cell
    from orders
    left join stores on orders.org_unit_id = stores.org_unit_id
),

cells_by_day as (
    select
        business_date,
        region_id,
        mode,
        tier_cell,
        cell,
        count(*) as order_count
    from orders_placed
    group by business_date, region_id, mode, tier_cell, cell
),

answers_by_day as (
    select
        orders_placed.business_date,
        orders_placed.region_id,
        orders_placed.mode,
        orders_placed.tier_cell,
        orders_placed.cell,
        metrics.metric,
        feedback.touchpoint,
        count(case when metrics.metric = 'nps' then feedback.nps_score else cast(feedback.csat_score as bigint) end) as n,
        count_if(case when metrics.metric = 'nps' then feedback.nps_score >= 9 else feedback.is_csat_top end) as top_count,
        count_if(metrics.metric = 'nps' and feedback.nps_score <= 6) as bottom_count
    from feedback
    inner join orders_placed on feedback.order_id = orders_placed.order_id
    cross join unnest(array['nps', 'csat']) as metrics (metric)
    where feedback.source = 'survey'
    group by
        orders_placed.business_date, orders_placed.region_id, orders_placed.mode, orders_placed.tier_cell, orders_placed.cell,
        metrics.metric, feedback.touchpoint
),

population_cut as (
    select
        periods.period_kind,
        periods.period_date,
        units.unit_kind,
        case when units.unit_kind = 'company' then 'company' else cells_by_day.region_id end as unit_id,
        mode,
        tier_cell,
        cell,
        order_count
    from cells_by_day
    inner join periods on cells_by_day.business_date = periods.business_date and periods.period_kind <> 'week'
    cross join unnest(array['company', 'region']) as units (unit_kind)
),

population_counted as (
    select period_kind, period_date, unit_kind, unit_id, mode, tier_cell, cell, sum(order_count) as order_count
    from population_cut
    group by period_kind, period_date, unit_kind, unit_id, mode, tier_cell, cell
),

answers_cut as (
    select
        periods.period_kind,
        periods.period_date,
        units.unit_kind,
        case when units.unit_kind = 'company' then 'company' else answers_by_day.region_id end as unit_id,
        metric,
        topics.focus_kind,
        case when topics.focus_kind = 'all' then 'all' else answers_by_day.touchpoint end as focus,
        mode,
        tier_cell,
        cell,
        n,
        top_count,
        bottom_count
    from answers_by_day
    inner join periods on answers_by_day.business_date = periods.business_date and periods.period_kind <> 'week'
    cross join unnest(array['company', 'region']) as units (unit_kind)
    cross join unnest(array['all', 'touchpoint']) as topics (focus_kind)
    where n > 0
),

answers_counted as (
    select
        period_kind, period_date, unit_kind, unit_id, metric, focus_kind, focus, mode, tier_cell, cell,
        sum(n) as n, sum(top_count) as top_count, sum(bottom_count) as bottom_count
    from answers_cut
    group by period_kind, period_date, unit_kind, unit_id, metric, focus_kind, focus, mode, tier_cell, cell
),

modes_answered as (
    select
        period_kind, period_date, unit_kind, unit_id, metric, focus_kind, focus, mode,
        sum(n) as n, sum(top_count) as top_count, sum(bottom_count) as bottom_count
    from answers_counted
    group by period_kind, period_date, unit_kind, unit_id, metric, focus_kind, focus, mode
),

tiers_answered as (
    select
        period_kind, period_date, unit_kind, unit_id, metric, focus_kind, focus, tier_cell,
        sum(n) as n, sum(top_count) as top_count, sum(bottom_count) as bottom_count
    from answers_counted
    group by period_kind, period_date, unit_kind, unit_id, metric, focus_kind, focus, tier_cell
),

cells_matched as (
    select
        modes_answered.period_kind, modes_answered.period_date, modes_answered.unit_kind, modes_answered.unit_id,
        modes_answered.metric, modes_answered.focus_kind, modes_answered.focus,
        population_counted.order_count,
        case
            when answers_counted.n >= 20 then population_counted.cell
            when tiers_answered.n >= 20 then population_counted.tier_cell
            else population_counted.mode
        end as stand_in,
        case
            when answers_counted.n >= 20 then answers_counted.n
            when tiers_answered.n >= 20 then tiers_answered.n
            else modes_answered.n
        end as n,
        case
            when answers_counted.n >= 20 then answers_counted.top_count
            when tiers_answered.n >= 20 then tiers_answered.top_count
            else modes_answered.top_count
        end as top_count,
        case
            when answers_counted.n >= 20 then answers_counted.bottom_count
            when tiers_answered.n >= 20 then tiers_answered.bottom_count
            else modes_answered.bottom_count
        end as bottom_count
    from modes_answered
    inner join population_counted
        on modes_answered.period_kind = population_counted.period_kind
        and modes_answered.period_date = population_counted.period_date
        and modes_answered.unit_kind = population_counted.unit_kind and modes_answered.unit_id = population_counted.unit_id
        and modes_answered.mode = population_counted.mode
    left join tiers_answered
        on modes_answered.period_kind = tiers_answered.period_kind and modes_answered.period_date = tiers_answered.period_date
        and modes_answered.unit_kind = tiers_answered.unit_kind and modes_answered.unit_id = tiers_answered.unit_id
        and modes_answered.metric = tiers_answered.metric and modes_answered.focus_kind = tiers_answered.focus_kind
        and modes_answered.focus = tiers_answered.focus and population_counted.tier_cell = tiers_answered.tier_cell
    left join answers_counted
        on modes_answered.period_kind = answers_counted.period_kind and modes_answered.period_date = answers_counted.period_date
        and modes_answered.unit_kind = answers_counted.unit_kind and modes_answered.unit_id = answers_counted.unit_id
        and modes_answered.metric = answers_counted.metric and modes_answered.focus_kind = answers_counted.focus_kind
        and modes_answered.focus = answers_counted.focus and population_counted.cell = answers_counted.cell
),

stand_ins_weighed as (
    select
        period_kind, period_date, unit_kind, unit_id, metric, focus_kind, focus, stand_in,
        cast(sum(order_count) as double) as order_count,
        max(n) as n,
        cast(max(top_count) - max(bottom_count) as double) / nullif(max(n), 0) as mean,
        cast(max(top_count) + max(bottom_count) as double) / nullif(max(n), 0) as square
    from cells_matched
    group by period_kind, period_date, unit_kind, unit_id, metric, focus_kind, focus, stand_in
),

weighed as (
    select
        period_kind, period_date, unit_kind, unit_id, metric, focus_kind, focus,
        cast(sum(order_count) as bigint) as order_count,
        sum(order_count * mean) / nullif(sum(order_count), 0) as mean,
        sqrt(sum(order_count * order_count * greatest(square - mean * mean, 0e0) / nullif(n, 0)))
        / nullif(sum(order_count), 0) as standard_error
    from stand_ins_weighed
    group by period_kind, period_date, unit_kind, unit_id, metric, focus_kind, focus
),

raw as (
    select
        period_kind, period_date, unit_kind, unit_id, metric, focus_kind, focus,
        cast(sum(n) as bigint) as n,
        cast(sum(top_count) - sum(bottom_count) as double) / nullif(sum(n), 0) as mean
    from modes_answered
    group by period_kind, period_date, unit_kind, unit_id, metric, focus_kind, focus
)

select
    weighed.metric,
    weighed.period_kind,
    weighed.period_date,
    weighed.unit_kind,
    weighed.unit_id,
    case when weighed.unit_kind = 'company' then 'company' else weighed.unit_id end as region_id,
    weighed.focus_kind,
    weighed.focus,
    weighed.order_count,
    raw.n,
    case when weighed.metric = 'nps' then 100 else 1 end * raw.mean as raw_score,
    case when weighed.metric = 'nps' then 100 else 1 end * weighed.mean as weighted_score,
    case when weighed.metric = 'nps' then 100 else 1 end * weighed.standard_error as standard_error,
    case when weighed.metric = 'nps' then 100 else 1 end * (weighed.mean - 196e-2 * weighed.standard_error) as weighted_low,
    case when weighed.metric = 'nps' then 100 else 1 end * (weighed.mean + 196e-2 * weighed.standard_error) as weighted_high
from weighed
inner join raw
    on weighed.period_kind = raw.period_kind and weighed.period_date = raw.period_date and weighed.unit_kind = raw.unit_kind
    and weighed.unit_id = raw.unit_id and weighed.metric = raw.metric and weighed.focus_kind = raw.focus_kind
    and weighed.focus = raw.focus
