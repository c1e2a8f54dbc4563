with contacts_measured as (
    select * from int_contact_window
),

weights as (
    select * from life_stage_weight
),

tiers as (
    select * from value_tier
),

components_measured as (
    select
        period_date,
        contact_id,
        recency_segment,
        weighed_as,
        'spend_change' as component,
        cast(round(100 * cast(recent_amount - earlier_amount as double) / nullif(cast(amount as double), 0)) as bigint) as points
    from contacts_measured
    where earlier_amount > 0
    union all
    select
        period_date,
        contact_id,
        recency_segment,
        weighed_as,
        'category_breadth' as component,
        cast(round(100 * cast(category_count as double)) as bigint) as points
    from contacts_measured
    where category_count > 0
    union all
    select
        period_date,
        contact_id,
        recency_segment,
        weighed_as,
        'referrals_won' as component,
        cast(round(100 * cast(referral_count as double)) as bigint) as points
    from contacts_measured
    union all
    select
        period_date,
        contact_id,
        recency_segment,
        weighed_as,
        'tenure' as component,
        cast(round(100 * cast(tenure_days as double)) as bigint) as points
    from contacts_measured
    union all
    select
        period_date,
        contact_id,
        recency_segment,
        weighed_as,
        'repeat_rate' as component,
        cast(round(100 * cast(order_day_count - 1 as double) / nullif(order_day_count, 0)) as bigint) as points
    from contacts_measured
    union all
    select
        period_date,
        contact_id,
        recency_segment,
        weighed_as,
        'regularity' as component,
        cast(round(100 * -cast(silent_days as double) / nullif(median_gap_days, 0)) as bigint) as points
    from contacts_measured
    where median_gap_days is not null
    union all
    select
        period_date,
        contact_id,
        recency_segment,
        weighed_as,
        'attitude' as component,
        cast(round(100 * cast(nps_score_sum as double) / nullif(nps_n, 0)) as bigint) as points
    from contacts_measured
    where nps_n > 0
    union all
    select
        period_date,
        contact_id,
        recency_segment,
        weighed_as,
        'full_price_share' as component,
        cast(round(100 * cast(full_price_count as double) / nullif(order_count, 0)) as bigint) as points
    from contacts_measured
    union all
    select
        period_date,
        contact_id,
        recency_segment,
        weighed_as,
        'basket' as component,
        cast(round(100 * cast(peer_ratio_sum as double) / nullif(peer_ratio_n, 0)) as bigint) as points
    from contacts_measured
    where peer_ratio_n > 0
    union all
    select
        period_date,
        contact_id,
        recency_segment,
        weighed_as,
        'cost_to_serve' as component,
        cast(round(100 * -cast(trouble_count as double) / nullif(order_count, 0)) as bigint) as points
    from contacts_measured
),

points_counted as (
    select
        period_date,
        recency_segment,
        component,
        points,
        count(*) as contact_count
    from components_measured
    group by period_date, recency_segment, component, points
),

points_placed as (
    select
        period_date,
        recency_segment,
        component,
        points,
        contact_count,
        sum(contact_count) over (
            partition by period_date, recency_segment, component
            order by points
            rows between unbounded preceding and current row
        ) as up_to_count,
        sum(contact_count) over (partition by period_date, recency_segment, component) as all_count
    from points_counted
),

points_ranked as (
    select
        period_date,
        recency_segment,
        component,
        points,
        cast(
            round(10000 * cast(2 * up_to_count - contact_count as double) / nullif(2 * all_count, 0)) as bigint
        ) as rank_points
    from points_placed
),

parts_weighed as (
    select
        components_measured.period_date,
        components_measured.contact_id,
        weights.part,
        max(weights.part_weight) as part_weight,
        cast(sum(weights.weight * points_ranked.rank_points) as double) / nullif(sum(weights.weight), 0) as part_points
    from components_measured
    inner join points_ranked
        on
            components_measured.period_date = points_ranked.period_date
            and components_measured.recency_segment = points_ranked.recency_segment
            and components_measured.component = points_ranked.component
            and components_measured.points = points_ranked.points
    inner join weights
        on components_measured.weighed_as = weights.life_stage and components_measured.component = weights.component
    group by components_measured.period_date, components_measured.contact_id, weights.part
),

parts_rounded as (
    select
        period_date,
        contact_id,
        part,
        part_weight,
        cast(round(part_points / 10) as bigint) as part_tenths
    from parts_weighed
),

contacts_scored as (
    select
        period_date,
        contact_id,
        cast(max(case when part = 'growth' then part_tenths end) as double) / 10 as growth_score,
        cast(max(case when part = 'loyalty' then part_tenths end) as double) / 10 as loyalty_score,
        cast(max(case when part = 'premium' then part_tenths end) as double) / 10 as premium_score,
        round(cast(sum(part_weight * part_tenths) as double) / nullif(sum(part_weight), 0)) / 10 as value_score
    from parts_rounded
    group by period_date, contact_id
)

select
    contacts_scored.period_date,
    contacts_scored.contact_id,
    contacts_measured.as_of_date,
    contacts_measured.life_stage,
    contacts_measured.recency_segment,
    contacts_measured.order_count,
    contacts_measured.amount,
    contacts_scored.growth_score,
    contacts_scored.loyalty_score,
    contacts_scored.premium_score,
    contacts_scored.value_score,
    tiers.value_tier
from contacts_scored
inner join contacts_measured
    on
        contacts_scored.period_date = contacts_measured.period_date
        and contacts_scored.contact_id = contacts_measured.contact_id
left join tiers
    on contacts_scored.value_score >= tiers.from_score and contacts_scored.value_score < tiers.below_score
