with mentions as (
    select * from int_mention
),

competitor_words as (
    select * from competitor_word
),

stores as (
    select * from store
),

competitors as (
    select distinct
        competitor,
        competitor_name,
        competitor_name_en
    from competitor_words
),

mentions_counted as (
    select
        business_date,
        org_unit_id,
        name as competitor,
        source,
        count(*) as mention_count,
        count_if(feeling = 'pleased') as pleased_count,
        count_if(feeling = 'displeased') as displeased_count,
        count(nps_score) as nps_n,
        count_if(nps_score >= 9) as promoter_count,
        count_if(nps_score <= 6) as detractor_count
    from mentions
    where kind = 'competitor'
    group by business_date, org_unit_id, name, source
)

select
    mentions_counted.business_date,
    mentions_counted.org_unit_id,
    coalesce(stores.name, '未归属') as store_name,
    coalesce(stores.name_en, 'Unassigned') as store_name_en,
    coalesce(stores.region_id, 'unassigned') as region_id,
    coalesce(stores.region_name, '未归属') as region_name,
    coalesce(stores.region_name_en, 'Unassigned') as region_name_en,
    mentions_counted.competitor,
    competitors.competitor_name,
    competitors.competitor_name_en,
    mentions_counted.source,
    mentions_counted.mention_count,
    mentions_counted.pleased_count,
    mentions_counted.displeased_count,
    mentions_counted.nps_n,
    mentions_counted.promoter_count,
    mentions_counted.detractor_count
from mentions_counted
inner join competitors on mentions_counted.competitor = competitors.competitor
left join stores on mentions_counted.org_unit_id = stores.org_unit_id
