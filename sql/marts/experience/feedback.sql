with feedback as (
    select * from int_feedback
),

stores as (
    select * from store
)

select
    feedback.feedback_id,
    feedback.source,
    feedback.channel,
    feedback.business_date,
    feedback.occurred_at,
    feedback.org_unit_id,
    coalesce(stores.name, '未归属') as store_name,
    coalesce(stores.name_en, 'Unassigned') as store_name_en,
    coalesce(stores.region_id, 'unassigned') as region_id,
    coalesce(stores.region_name, '未归属') as region_name,
    coalesce(stores.region_name_en, 'Unassigned') as region_name_en,
    feedback.touchpoint,
    feedback.nps_score,
    feedback.csat_score,
    feedback.csat_scale_max,
    feedback.is_csat_top,
    feedback.ces_score,
    feedback.ces_version,
    feedback.comment,
    feedback.language,
    feedback.order_id,
    feedback.order_mode,
    feedback.order_total_amount,
    feedback.is_late,
    feedback.late_minutes
from feedback
left join stores on feedback.org_unit_id = stores.org_unit_id
