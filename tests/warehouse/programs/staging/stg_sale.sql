select
    event_id,
    store_id,
    cents
from lake_sale
