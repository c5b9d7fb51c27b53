-- Who is told of alerts, as people say it on the page; the environment's are told beside them.
create table alert_destination (
  id uuid primary key,
  name text not null check (char_length(name) between 1 and 80),
  kind text not null check (kind in ('webhook', 'email', 'slack', 'feishu', 'dingtalk', 'wecom')),
  level text not null check (level in ('chain', 'country', 'region', 'store')),
  country char(2),
  region text,
  store_id int4 references store,
  least_severity text not null check (least_severity in ('warning', 'critical')),
  -- Told only when nobody has said for so long that they know of it; 0: at once.
  after_minutes int4 not null check (after_minutes between 0 and 1440),
  made_at timestamptz(3) not null,
  made_by text not null,
  removed_at timestamptz(3),
  removed_by text,
  -- A trial that somebody asked for, and a word for what came of it; null when it was taken.
  test_asked_at timestamptz(3),
  test_held_until timestamptz(3),
  tested_at timestamptz(3),
  test_trouble text check (char_length(test_trouble) <= 80),
  constraint alert_destination_removed_check check ((removed_at is null) = (removed_by is null)),
  constraint alert_destination_place_check check (case level
    when 'chain' then num_nonnulls(country, region, store_id) = 0
    when 'country' then country is not null and num_nonnulls(region, store_id) = 0
    when 'region' then num_nonnulls(country, region) = 2 and store_id is null
    else store_id is not null and num_nonnulls(country, region) = 0 end)
);
create unique index alert_destination_name_key on alert_destination (name) where removed_at is null;
create trigger alert_destination_stays before delete on alert_destination for each row execute function refuse_change();
create trigger alert_destination_no_truncate before truncate on alert_destination for each statement execute function refuse_change();
grant select, insert, update (removed_at, removed_by, test_asked_at, test_held_until, tested_at, test_trouble) on alert_destination
  to counterfoil_app;

-- Its address and secret: sealed for the hub, which alone opens it. Gone with the destination.
create table alert_destination_secret (
  id uuid primary key references alert_destination,
  sealed bytea not null
);
create trigger alert_destination_secret_reseal_only before update on alert_destination_secret
  for each row execute function allow_resealing_only();
grant select, insert, delete, update (sealed) on alert_destination_secret to counterfoil_app;

alter table operations_notice add column destination_id uuid references alert_destination;
alter table operations_notice drop constraint operations_notice_channel_check;
alter table operations_notice add constraint operations_notice_channel_check check (
  case when destination_id is null then channel in ('webhook', 'email', 'slack', 'feishu', 'dingtalk', 'wecom')
    else channel = destination_id::text end);

-- While it lasts alerts are shown and nobody is told; what is still bad at its end is told then.
create table alert_window (
  id uuid primary key,
  level text not null check (level in ('chain', 'country', 'region', 'store')),
  country char(2),
  region text,
  store_id int4 references store,
  starts_at timestamptz(3) not null,
  ends_at timestamptz(3) not null,
  reason text not null check (char_length(reason) between 1 and 500),
  made_at timestamptz(3) not null,
  made_by text not null,
  -- Somebody ended it before its time, or before it began.
  ended_at timestamptz(3),
  ended_by text,
  constraint alert_window_span_check check (ends_at > starts_at),
  constraint alert_window_ended_check check ((ended_at is null) = (ended_by is null)),
  constraint alert_window_place_check check (case level
    when 'chain' then num_nonnulls(country, region, store_id) = 0
    when 'country' then country is not null and num_nonnulls(region, store_id) = 0
    when 'region' then num_nonnulls(country, region) = 2 and store_id is null
    else store_id is not null and num_nonnulls(country, region) = 0 end)
);
create index alert_window_ends_at_idx on alert_window (ends_at);
create trigger alert_window_stays before delete on alert_window for each row execute function refuse_change();
create trigger alert_window_no_truncate before truncate on alert_window for each statement execute function refuse_change();
grant select, insert, update (ended_at, ended_by) on alert_window to counterfoil_app;
