with moves as (
    select * from int_journey_move
),

stores as (
    select * from store
),

edges as (
    select
        passage_date,
        org_unit_id,
        journey,
        coalesce(from_stage, '(start)') as from_stage,
        stage as to_stage,
        move_kind
    from moves
    union all
    select
        passage_date,
        org_unit_id,
        journey,
        stage as from_stage,
        '(end)' as to_stage,
        'end' as move_kind
    from moves
    where next_stage is null
),

edges_counted as (
    select
        passage_date,
        org_unit_id,
        journey,
        from_stage,
        to_stage,
        move_kind,
        count(*) as move_count
    from edges
    group by passage_date, org_unit_id, journey, from_stage, to_stage, move_kind
)

select
    edges_counted.passage_date as business_date,
    edges_counted.org_unit_id,
    coalesce(stores.name, '未归属') as store_name,
    coalesce(stores.name_en, 'Unassigned') as store_name_en,
    coalesce(stores.region_id, 'unassigned') as region_id,
    coalesce(stores.region_name, '未归属') as region_name,
    coalesce(stores.region_name_en, 'Unassigned') as region_name_en,
    edges_counted.journey,
    edges_counted.from_stage,
    edges_counted.to_stage,
    edges_counted.move_kind,
    edges_counted.move_count
from edges_counted
left join stores on edges_counted.org_unit_id = stores.org_unit_id
