with feedback as (
    select * from int_feedback
),

competitor_words as (
    select * from competitor_word
),

topic_words as (
    select * from topic_word
),

all_words as (
    select 'competitor' as kind, competitor as name, cast('none' as varchar) as mood, word from competitor_words
    union all
    select 'topic' as kind, topic as name, mood, word from topic_words
),

comments as (
    select
        feedback_id,
        business_date,
        org_unit_id,
        touchpoint,
        channel,
        source,
        nps_score,
        case
            when coalesce(nps_score >= 9, is_csat_top) then 'pleased'
            when coalesce(nps_score <= 6, csat_score * 2 <= csat_scale_max) then 'displeased'
            else 'neither'
        end as feeling,
        lower(comment) as text
    from feedback
    where comment is not null
)

select distinct
    comments.feedback_id,
    comments.business_date,
    comments.org_unit_id,
    comments.touchpoint,
    comments.channel,
    comments.source,
    comments.nps_score,
    comments.feeling,
    all_words.kind,
    all_words.name,
    all_words.mood
from comments
inner join all_words on strpos(comments.text, all_words.word) > 0
