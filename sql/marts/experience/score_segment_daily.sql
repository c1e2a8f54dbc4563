with feedback as (
    select * from int_feedback
),

contact_events as (
    select * from int_contact_event
),

contact_orders as (
    select * from int_contact_order
),

segments as (
    select * from contact_segment
),

stores as (
    select * from store
),

journey_touchpoints as (
    select * from journey_touchpoint
),

writers_known as (
    select
        business_date,
        case source when 'review' then 'review/' else 'survey/' end || event_id as feedback_id,
        contact_id
    from contact_events
    where source in ('survey_response', 'review')
),

orderers_known as (
    select
        order_id,
        min_by(contact_id, channel) as contact_id
    from contact_orders
    group by order_id
),

answers_owned as (
    select
        feedback.business_date,
        date_trunc('month', feedback.business_date) as period_date,
        feedback.org_unit_id,
        feedback.touchpoint,
        feedback.channel,
        feedback.source,
        feedback.nps_score,
        feedback.is_csat_top,
        case when feedback.ces_version = 'v2' then feedback.ces_score end as ces_score,
        coalesce(writers_known.contact_id, orderers_known.contact_id) as contact_id
    from feedback
    left join writers_known
        on feedback.business_date = writers_known.business_date and feedback.feedback_id = writers_known.feedback_id
    left join orderers_known on feedback.order_id = orderers_known.order_id
),

answers_segmented as (
    select
        answers_owned.business_date,
        answers_owned.org_unit_id,
        answers_owned.touchpoint,
        answers_owned.channel,
        answers_owned.source,
        answers_owned.nps_score,
        answers_owned.is_csat_top,
        answers_owned.ces_score,
        coalesce(segments.recency_segment, 'unknown') as recency_segment,
        coalesce(segments.taste_segment, 'unknown') as taste_segment,
        coalesce(segments.life_stage, 'unknown') as life_stage,
        coalesce(segments.companions, 'unknown') as companions,
        coalesce(segments.value_tier, 'unknown') as value_tier,
        coalesce(segments.arrival_channel, 'unknown') as arrival_channel
    from answers_owned
    left join segments
        on answers_owned.period_date = segments.period_date and answers_owned.contact_id = segments.contact_id
),

answers_counted as (
    select
        business_date, org_unit_id, touchpoint, channel, source,
        recency_segment, taste_segment, life_stage, companions, value_tier, arrival_channel,
        cast(count(*) as bigint) as response_count,
        count(nps_score) as nps_n,
        count_if(nps_score >= 9) as promoter_count,
        count_if(nps_score <= 6) as detractor_count,
        count(is_csat_top) as csat_n,
        count_if(is_csat_top) as csat_top_count,
        count(ces_score) as ces_n,
        count_if(ces_score >= 5) as ces_easy_count
    from answers_segmented
    group by
        business_date, org_unit_id, touchpoint, channel, source,
        recency_segment, taste_segment, life_stage, companions, value_tier, arrival_channel
)

select
    answers_counted.business_date,
    answers_counted.org_unit_id,
    coalesce(stores.name, '未归属') as store_name,
    coalesce(stores.name_en, 'Unassigned') as store_name_en,
    coalesce(stores.region_id, 'unassigned') as region_id,
    coalesce(stores.region_name, '未归属') as region_name,
    coalesce(stores.region_name_en, 'Unassigned') as region_name_en,
    answers_counted.touchpoint,
    coalesce(journey_touchpoints.journey || '/' || journey_touchpoints.stage, 'none') as stage,
    answers_counted.channel,
    answers_counted.source,
    answers_counted.recency_segment,
    answers_counted.taste_segment,
    answers_counted.life_stage,
    answers_counted.companions,
    answers_counted.value_tier,
    answers_counted.arrival_channel,
    answers_counted.response_count,
    answers_counted.nps_n,
    answers_counted.promoter_count,
    answers_counted.detractor_count,
    answers_counted.csat_n,
    answers_counted.csat_top_count,
    answers_counted.ces_n,
    answers_counted.ces_easy_count
from answers_counted
left join stores on answers_counted.org_unit_id = stores.org_unit_id
left join journey_touchpoints on answers_counted.touchpoint = journey_touchpoints.touchpoint
