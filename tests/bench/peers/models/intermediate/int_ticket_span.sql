with moves as (
    select * from stg_ticket_move
)

select
    ticket_id,
    min(response_id) as response_id,
    min(store_id) as store_id,
    min(moved_at) as opened_at,
    min(case when state = 'replied' then moved_at end) as replied_at,
    min(case when state = 'resolved' then moved_at end) as resolved_at
from moves
group by ticket_id
