with answers as (
    select * from int_answer
)

select
    survey_id,
    question_id,
    business_date,
    count(*) as answer_count,
    avg(cast(answer_value as double)) as answer_mean,
    stddev(answer_value) as answer_deviation
from answers
group by survey_id, question_id, business_date
