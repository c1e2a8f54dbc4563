with org_units as (
    select * from stg_org_unit
),

stores as (
    select
        org_unit_id,
        parent_id,
        name,
        name_en,
        city,
        region
    from org_units
    where kind in ('store', 'seller')
),

regions as (
    select
        org_unit_id,
        name,
        name_en
    from org_units
    where kind = 'region'
)

select
    stores.org_unit_id,
    stores.name,
    coalesce(stores.name_en, stores.name) as name_en,
    stores.city,
    coalesce(regions.org_unit_id, stores.region, 'unassigned') as region_id,
    coalesce(regions.name, stores.region, '未归属') as region_name,
    coalesce(regions.name_en, regions.name, stores.region, 'Unassigned') as region_name_en
from stores
left join regions on stores.parent_id = regions.org_unit_id
