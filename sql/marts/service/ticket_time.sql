with tickets as (
    select * from stg_ticket
),

moves as (
    select * from stg_ticket_event
),

stores as (
    select * from store
),

moves_known as (
    select
        tickets.channel,
        tickets.ticket_id,
        tickets.owner_id,
        tickets.opened_at,
        moves.event_id,
        moves.occurred_at,
        moves.kind,
        moves.field_name,
        moves.from_value,
        moves.to_value,
        moves.actor_id,
        moves.actor_role
    from tickets
    inner join moves on tickets.channel = moves.channel and tickets.ticket_id = moves.ticket_id
),

comments_ordered as (
    select
        channel,
        ticket_id,
        owner_id,
        opened_at,
        occurred_at,
        actor_id,
        actor_role,
        first_value(actor_id) over (partition by channel, ticket_id order by occurred_at, event_id) as opener_id
    from moves_known
    where kind = 'public_reply'
),

replies_found as (
    select
        channel,
        ticket_id,
        min(occurred_at) as first_replied_at
    from comments_ordered
    where
        occurred_at > opened_at
        and case
            when actor_role is not null then actor_role = 'staff'
            when actor_id = owner_id then true
            when opener_id = owner_id then false
            else actor_id <> opener_id
        end
    group by channel, ticket_id
),

statuses_ordered as (
    select
        channel,
        ticket_id,
        kind,
        to_value as status,
        coalesce(lag(to_value) over ticket, from_value, 'new') as earlier_status,
        greatest(occurred_at, opened_at) as entered_at,
        greatest(lead(occurred_at) over ticket, opened_at) as left_at
    from moves_known
    where field_name = 'status'
    window ticket as (partition by channel, ticket_id order by occurred_at, event_id)
),

statuses_measured as (
    select
        channel,
        ticket_id,
        status,
        entered_at,
        status in ('solved', 'closed') and earlier_status not in ('solved', 'closed') as is_solved,
        kind = 'reopened' or (earlier_status in ('solved', 'closed') and status not in ('solved', 'closed')) as is_reopened,
        cast(date_diff('millisecond', entered_at, left_at) as double) / 60000 as status_minutes
    from statuses_ordered
),

statuses_summed as (
    select
        channel,
        ticket_id,
        min(case when is_solved then entered_at end) as first_solved_at,
        max(case when is_solved then entered_at end) as last_solved_at,
        count_if(is_reopened) as reopen_count,
        sum(case when status in ('new', 'open') then status_minutes end) as open_minutes,
        sum(case when status = 'pending' then status_minutes end) as pending_minutes,
        sum(case when status = 'on_hold' then status_minutes end) as on_hold_minutes
    from statuses_measured
    group by channel, ticket_id
),

times_known as (
    select
        tickets.business_date,
        tickets.channel,
        tickets.ticket_id,
        coalesce(tickets.org_unit_id, 'unassigned') as org_unit_id,
        coalesce(tickets.touchpoint, 'unknown') as touchpoint,
        coalesce(tickets.topic, 'unknown') as topic,
        coalesce(tickets.priority, 'none') as priority,
        tickets.status,
        tickets.opened_at,
        coalesce(tickets.first_replied_at, replies_found.first_replied_at) as first_replied_at,
        coalesce(statuses_summed.first_solved_at, tickets.solved_at) as first_solved_at,
        case
            when tickets.status in ('solved', 'closed') then coalesce(tickets.solved_at, statuses_summed.last_solved_at)
        end as last_solved_at,
        statuses_summed.reopen_count,
        statuses_summed.open_minutes,
        statuses_summed.pending_minutes,
        statuses_summed.on_hold_minutes
    from tickets
    left join replies_found
        on tickets.channel = replies_found.channel and tickets.ticket_id = replies_found.ticket_id
    left join statuses_summed
        on tickets.channel = statuses_summed.channel and tickets.ticket_id = statuses_summed.ticket_id
)

select
    times_known.business_date,
    times_known.channel,
    times_known.ticket_id,
    times_known.org_unit_id,
    coalesce(stores.name, '未归属') as store_name,
    coalesce(stores.name_en, 'Unassigned') as store_name_en,
    coalesce(stores.region_id, 'unassigned') as region_id,
    coalesce(stores.region_name, '未归属') as region_name,
    coalesce(stores.region_name_en, 'Unassigned') as region_name_en,
    times_known.touchpoint,
    times_known.topic,
    times_known.priority,
    times_known.status,
    times_known.opened_at,
    times_known.first_replied_at,
    times_known.first_solved_at,
    times_known.last_solved_at,
    cast(date_diff('millisecond', times_known.opened_at, times_known.first_replied_at) as double) / 60000 as first_reply_minutes,
    cast(date_diff('millisecond', times_known.opened_at, times_known.first_solved_at) as double) / 60000
        as first_resolution_minutes,
    cast(date_diff('millisecond', times_known.opened_at, times_known.last_solved_at) as double) / 60000 as resolution_minutes,
    times_known.reopen_count,
    times_known.open_minutes,
    times_known.pending_minutes,
    times_known.on_hold_minutes
from times_known
left join stores on times_known.org_unit_id = stores.org_unit_id
