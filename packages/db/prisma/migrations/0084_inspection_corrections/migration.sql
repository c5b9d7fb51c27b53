-- A correction is written at a desk, days after somebody stood before the device: it keeps when that was, by the log's clock, so that
-- nothing is due later because it was corrected. Null: this is no correction, and it was looked at when it was recorded.
alter table inspection add column looked_at timestamptz(3);
alter table inspection add constraint inspection_looked_check check (looked_at is null or (corrects is not null and looked_at <= recorded_at));
create index inspection_looked_idx on inspection (device_id, coalesce(looked_at, recorded_at) desc);
