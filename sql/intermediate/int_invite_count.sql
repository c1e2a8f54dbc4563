with invites as (
    select * from stg_survey_invite
),

responses as (
    select * from stg_survey_response
),

invites_answered as (
    select
        invite_id,
        bool_or(status = 'completed') as is_completed,
        bool_or(status in ('completed', 'partial')) as is_started
    from responses
    where invite_id is not null
    group by invite_id
)

select
    invites.business_date,
    coalesce(invites.org_unit_id, 'unassigned') as org_unit_id,
    coalesce(invites.touchpoint, 'unknown') as touchpoint,
    coalesce(invites.sent_by, 'unknown') as sent_by,
    count(*) as invite_count,
    count_if(invites.status = 'skipped') as skipped_count,
    count_if(invites.status = 'bounced') as bounced_count,
    count_if(invites.status not in ('skipped', 'bounced')) as delivered_count,
    count_if(
        invites.status = 'opened'
        or (invites.status not in ('skipped', 'bounced') and invites_answered.invite_id is not null)
    ) as opened_count,
    count_if(invites.status not in ('skipped', 'bounced') and invites_answered.is_started) as started_count,
    count_if(invites.status not in ('skipped', 'bounced') and invites_answered.is_completed) as completed_count
from invites
left join invites_answered on invites.invite_id = invites_answered.invite_id
group by
    invites.business_date,
    coalesce(invites.org_unit_id, 'unassigned'),
    coalesce(invites.touchpoint, 'unknown'),
    coalesce(invites.sent_by, 'unknown')
