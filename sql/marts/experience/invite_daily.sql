with invites as (
    select * from stg_survey_invite
),

responses as (
    select * from stg_survey_response
),

stores as (
    select * from store
),

invites_answered as (
    select distinct invite_id
    from responses
    where status = 'completed' and invite_id is not null
),

invites_counted as (
    select
        invites.business_date,
        coalesce(invites.org_unit_id, 'unassigned') as org_unit_id,
        coalesce(invites.touchpoint, 'unknown') as touchpoint,
        coalesce(invites.sent_by, 'unknown') as sent_by,
        count(*) as invite_count,
        count_if(invites.status = 'skipped') as skipped_count,
        count_if(invites.status = 'bounced') as bounced_count,
        count_if(invites.status not in ('skipped', 'bounced')) as delivered_count,
        count_if(invites.status = 'opened') as opened_count,
        count(
            case when invites.status not in ('skipped', 'bounced') then invites_answered.invite_id end
        ) as completed_count
    from invites
    left join invites_answered on invites.invite_id = invites_answered.invite_id
    group by
        invites.business_date,
        coalesce(invites.org_unit_id, 'unassigned'),
        coalesce(invites.touchpoint, 'unknown'),
        coalesce(invites.sent_by, 'unknown')
),

ratios_measured as (
    select
        business_date,
        org_unit_id,
        touchpoint,
        sent_by,
        invite_count,
        skipped_count,
        bounced_count,
        delivered_count,
        opened_count,
        completed_count,
        cast(completed_count as double) / nullif(delivered_count, 0) as response_ratio
    from invites_counted
),

errors_measured as (
    select
        business_date,
        org_unit_id,
        touchpoint,
        sent_by,
        invite_count,
        skipped_count,
        bounced_count,
        delivered_count,
        opened_count,
        completed_count,
        response_ratio,
        1 + 3.8416e0 / nullif(delivered_count, 0) as wilson_scale,
        response_ratio + 1.9208e0 / nullif(delivered_count, 0) as wilson_centre,
        1.96e0 * sqrt(
            response_ratio * (1 - response_ratio) / nullif(delivered_count, 0)
            + 0.9604e0 / nullif(cast(delivered_count as double) * delivered_count, 0)
        ) as wilson_margin
    from ratios_measured
)

select
    errors_measured.business_date,
    errors_measured.org_unit_id,
    coalesce(stores.name, '未归属') as store_name,
    coalesce(stores.name_en, 'Unassigned') as store_name_en,
    coalesce(stores.region_id, 'unassigned') as region_id,
    coalesce(stores.region_name, '未归属') as region_name,
    coalesce(stores.region_name_en, 'Unassigned') as region_name_en,
    errors_measured.touchpoint,
    errors_measured.sent_by,
    errors_measured.invite_count,
    errors_measured.skipped_count,
    errors_measured.bounced_count,
    errors_measured.delivered_count,
    errors_measured.opened_count,
    errors_measured.completed_count,
    errors_measured.response_ratio,
    (errors_measured.wilson_centre - errors_measured.wilson_margin) / nullif(errors_measured.wilson_scale, 0) as response_low,
    (errors_measured.wilson_centre + errors_measured.wilson_margin) / nullif(errors_measured.wilson_scale, 0) as response_high
from errors_measured
left join stores on errors_measured.org_unit_id = stores.org_unit_id
