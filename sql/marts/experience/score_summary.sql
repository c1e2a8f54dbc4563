with counts as (
    select * from int_score_count
),

scores as (
    select * from score
),

channels_summed as (
    select
        channel,
        source,
        touchpoint,
        cast(sum(response_count) as bigint) as response_count,
        cast(sum(nps_n) as bigint) as nps_n,
        cast(sum(promoter_count) as bigint) as promoter_count,
        cast(sum(passive_count) as bigint) as passive_count,
        cast(sum(detractor_count) as bigint) as detractor_count,
        cast(sum(csat_n) as bigint) as csat_n,
        cast(sum(csat_top_count) as bigint) as csat_top_count,
        cast(sum(ces_n) as bigint) as ces_n,
        cast(sum(ces_easy_count) as bigint) as ces_easy_count
    from counts
    group by channel, source, touchpoint
),

channels_scored as (
    select
        unit_id as channel,
        source,
        focus as touchpoint,
        max(case when metric = 'nps' then score end) as nps,
        max(case when metric = 'nps' then low end) as nps_low,
        max(case when metric = 'nps' then high end) as nps_high,
        max(case when metric = 'csat' then score end) as csat,
        max(case when metric = 'csat' then low end) as csat_low,
        max(case when metric = 'csat' then high end) as csat_high
    from scores
    where period_kind = 'all' and unit_kind = 'channel' and focus_kind = 'touchpoint' and source <> 'invite'
    group by unit_id, source, focus
)

select
    channels_summed.channel,
    channels_summed.source,
    channels_summed.touchpoint,
    channels_summed.response_count,
    channels_summed.nps_n,
    channels_summed.promoter_count,
    channels_summed.passive_count,
    channels_summed.detractor_count,
    channels_scored.nps,
    channels_scored.nps_low,
    channels_scored.nps_high,
    channels_summed.csat_n,
    channels_summed.csat_top_count,
    channels_scored.csat,
    channels_scored.csat_low,
    channels_scored.csat_high,
    channels_summed.ces_n,
    channels_summed.ces_easy_count
from channels_summed
left join channels_scored
    on channels_summed.channel = channels_scored.channel and channels_summed.source = channels_scored.source
    and channels_summed.touchpoint = channels_scored.touchpoint
