select store_id from store_slope where is_rising
