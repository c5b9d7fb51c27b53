-- How long what is kept: periods that were chosen, what was deleted by them, and how each class grows.

-- The newest version of a class holds; a class without a row has the period it was made with.
create table retention_period (
  class text not null check (class ~ '^[a-z][a-z_]{0,39}$'),
  version int4 not null check (version >= 1),
  days int4 not null check (days between 1 and 36500),
  changed_at timestamptz(3) not null,
  changed_by text not null references "user",
  primary key (class, version)
);
create trigger retention_period_insert_only before update or delete on retention_period for each row execute function refuse_change();
create trigger retention_period_no_truncate before truncate on retention_period for each statement execute function refuse_change();

-- One look at a class: what was too old and went, and what was too old and is still here (PCI DSS 3.2.1). Each batch of
-- deletions counts itself here in its own transaction, so that what went is told even of a run that was cut off.
create table retention_run (
  id uuid primary key,
  class text not null check (class ~ '^[a-z][a-z_]{0,39}$'),
  began_at timestamptz(3) not null,
  days int4 not null check (days >= 1),
  cut_off timestamptz(3) not null,
  removed int8 not null default 0 check (removed >= 0),
  -- Of what went: when the first and the last of it had come of age.
  oldest timestamptz(3),
  newest timestamptz(3),
  ended_at timestamptz(3),
  -- Counted after it, over the whole class: older than the period, and those of them that stay on purpose.
  left_over int8 check (left_over >= 0),
  held int8 check (held between 0 and left_over),
  constraint retention_run_ages_check check ((removed = 0) = (oldest is null) and (oldest is null) = (newest is null) and oldest <= newest and newest < cut_off),
  constraint retention_run_ended_check check ((ended_at is null) = (left_over is null) and (left_over is null) = (held is null))
);
create index retention_run_class_idx on retention_run (class, began_at desc);
create unique index retention_run_open_key on retention_run (class) where ended_at is null;

create function refuse_unless_open() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if old.ended_at is not null or new.removed < old.removed
      or (new.id, new.class, new.began_at, new.days, new.cut_off) is distinct from (old.id, old.class, old.began_at, old.days, old.cut_off) then
    raise exception 'what was deleted stays as it was counted' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger retention_run_counts before update on retention_run for each row execute function refuse_unless_open();
create trigger retention_run_stays before delete on retention_run for each row execute function refuse_change();
create trigger retention_run_no_truncate before truncate on retention_run for each statement execute function refuse_change();

-- How much room each class took on a day, and how much was left where the database lies: a hub that sees that disk tells.
create table retention_size (
  day date not null,
  class text not null check (class ~ '^[a-z][a-z_]{0,39}$'),
  bytes int8 not null check (bytes >= 0),
  primary key (day, class)
);
create table retention_volume (
  day date primary key,
  free_bytes int8 not null check (free_bytes >= 0),
  size_bytes int8 not null check (size_bytes > 0)
);

-- Whoever asks: a row goes only after its time, by the database's clock. Arguments: the column it is counted from, the least time.
create function refuse_early_delete() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  since timestamptz := (to_jsonb(old) ->> tg_argv[0])::timestamptz;
begin
  if since is null or since > clock_timestamp() - tg_argv[1]::interval then
    raise exception 'delete on % refused: this row is kept for % after %', tg_table_name, tg_argv[1], tg_argv[0]
      using errcode = 'insufficient_privilege';
  end if;
  return old;
end $$;
create trigger agent_presence_kept before delete on agent_presence for each row execute function refuse_early_delete('until', '31 days');
create trigger join_code_kept before delete on join_code for each row execute function refuse_early_delete('expires_at', '1 day');
drop trigger operations_alert_stays on operations_alert;
create trigger operations_alert_kept before delete on operations_alert for each row execute function refuse_early_delete('ended_at', '90 days');
create trigger operations_notice_kept before delete on operations_notice for each row execute function refuse_early_delete('due_at', '1 day');

-- What was sealed goes; that something was there stays, so that a cut event is still told from a changed one.
alter table card_alarm_content alter column sealed drop not null;
alter table card_alarm_content add column purged_at timestamptz(3);
alter table card_alarm_content add constraint card_alarm_content_purged_check check ((sealed is null) = (purged_at is not null));
create function allow_emptying_only() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if to_jsonb(new) - 'sealed' - 'purged_at' = to_jsonb(old) - 'sealed' - 'purged_at' and old.sealed is not null
     and old.found_at <= clock_timestamp() - interval '7 days'
     and exists (select from card_alarm a where a.id = old.alarm_id and a.state = 'closed') then
    return new;
  end if;
  raise exception '% on % refused: what was found is kept for 7 days, and until its alarm is closed', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;
drop trigger card_alarm_content_reseal_only on card_alarm_content;
create trigger card_alarm_content_reseal_only before update on card_alarm_content
  for each row when (new.sealed is not null) execute function allow_resealing_only();
create trigger card_alarm_content_emptying_only before update on card_alarm_content
  for each row when (new.sealed is null) execute function allow_emptying_only();

grant select, insert on retention_period to counterfoil_app;
grant select, insert, update (removed, oldest, newest, ended_at, left_over, held) on retention_run to counterfoil_app;
grant select, insert, update, delete on retention_size, retention_volume to counterfoil_app;
grant delete on agent_presence, join_code, operations_alert, operations_notice to counterfoil_app;
grant update (purged_at) on card_alarm_content to counterfoil_app;
grant select on retention_period, retention_run to counterfoil_verifier;
