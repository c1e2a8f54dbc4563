with tickets as (
    select * from int_ticket_span
),

times_measured as (
    select
        store_id,
        cast(opened_at as date) as opened_date,
        resolved_at,
        cast(date_diff('millisecond', opened_at, replied_at) as double) / 1000 as reply_seconds,
        cast(date_diff('millisecond', opened_at, resolved_at) as double) / 1000 as resolve_seconds
    from tickets
)

select
    store_id,
    opened_date,
    count(*) as ticket_count,
    count(resolved_at) as resolved_count,
    avg(cast(reply_seconds as double)) as reply_mean_seconds,
    max(reply_seconds) as reply_longest_seconds,
    avg(cast(resolve_seconds as double)) as resolve_mean_seconds
from times_measured
group by store_id, opened_date
