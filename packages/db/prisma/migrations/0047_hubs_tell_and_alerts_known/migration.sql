-- What a hub tells with its sign of life, and who has seen an alert.

-- Where it listens, by which one that was started again is known; null from a hub of an older release.
alter table hub_node
  add column address text check (char_length(address) <= 200),
  -- Whether other hubs hear it at once: 'alone' without Redis, 'away' while that cannot be reached.
  add column line text not null default 'alone' check (line in ('alone', 'up', 'away'));

-- Somebody knows of it and looks after it; it ends by itself all the same.
alter table operations_alert
  add column acknowledged_at timestamptz(3),
  add column acknowledged_by text references "user",
  add constraint operations_alert_acknowledged_check check ((acknowledged_at is null) = (acknowledged_by is null));
grant update (acknowledged_at, acknowledged_by) on operations_alert to counterfoil_app;
