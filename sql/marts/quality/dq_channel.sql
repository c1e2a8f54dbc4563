with channel_days as (
    select * from dq_channel_daily
),

channels_summed as (
    select
        channel,
        cast(sum(event_count) as bigint) as event_count,
        cast(sum(late_count) as bigint) as late_count,
        cast(sum(placeable_count) as bigint) as placeable_count,
        cast(sum(placed_count) as bigint) as placed_count,
        cast(sum(identifiable_count) as bigint) as identifiable_count,
        cast(sum(identified_count) as bigint) as identified_count,
        cast(sum(repeated_count) as bigint) as repeated_count,
        cast(sum(feedback_count) as bigint) as feedback_count,
        cast(sum(actionable_count) as bigint) as actionable_count,
        cast(sum(refused_count) as bigint) as refused_count,
        min(case when event_count > 0 then business_date end) as first_date,
        max(case when event_count > 0 then business_date end) as last_date,
        max(last_received_at) as last_received_at
    from channel_days
    group by channel
),

all_summed as (
    select
        max(last_received_at) as last_received_at,
        sum(actionable_count) as actionable_count
    from channels_summed
)

select
    channels_summed.channel,
    channels_summed.first_date,
    channels_summed.last_date,
    channels_summed.last_received_at,
    cast(
        date_diff('millisecond', channels_summed.last_received_at, all_summed.last_received_at) as double
    ) / 3600000 as behind_hours,
    channels_summed.event_count,
    channels_summed.refused_count,
    cast(channels_summed.refused_count as double)
    / nullif(channels_summed.refused_count + channels_summed.event_count, 0) as refused_ratio,
    cast(channels_summed.late_count as double) / nullif(channels_summed.event_count, 0) as late_ratio,
    cast(channels_summed.placed_count as double) / nullif(channels_summed.placeable_count, 0) as placed_ratio,
    cast(channels_summed.identified_count as double)
    / nullif(channels_summed.identifiable_count, 0) as identified_ratio,
    cast(channels_summed.repeated_count as double) / nullif(channels_summed.event_count, 0) as repeated_ratio,
    channels_summed.feedback_count,
    channels_summed.actionable_count,
    cast(channels_summed.actionable_count as double) / nullif(channels_summed.feedback_count, 0) as listening_ratio,
    cast(channels_summed.actionable_count as double) / nullif(all_summed.actionable_count, 0) as listening_share
from channels_summed
cross join all_summed
