with responses as (
    select * from stg_response
),

contacts as (
    select * from int_contact
)

select
    responses.event_id,
    responses.occurred_at,
    responses.business_date,
    responses.response_id,
    responses.survey_id,
    responses.store_id,
    responses.sent_by,
    responses.phone_key,
    responses.email_key,
    responses.unionid_key,
    responses.started_at,
    responses.completed_at,
    responses.duration_ms,
    responses.nps_score,
    responses.csat_score,
    responses.comment,
    responses.order_id,
    responses.city,
    responses.language,
    contacts.contact_id
from responses
left join contacts on responses.unionid_key = contacts.unionid_key
