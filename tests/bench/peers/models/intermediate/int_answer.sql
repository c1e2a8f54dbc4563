with responses as (
    select * from stg_response
)

select
    responses.response_id,
    responses.survey_id,
    responses.business_date,
    'QID' || cast(answer.question_number as varchar) as question_id,
    try_cast(answer.answer_text as double) as answer_value
from responses
cross join unnest(responses.answers) with ordinality as answer (answer_text, question_number)
