-- Each run of the matching asks what people have linked or taken apart, and since when: few rows, which no run has written.
create index funds_allocation_by_hand_idx on funds_allocation (made_at) where run_id is null;
