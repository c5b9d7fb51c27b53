-- What people say of an alert's rule at a level of the tree: each word a row that stays, the newest of a place is in force.
create table alert_rule (
  id uuid primary key,
  rule text not null check (rule ~ '^[a-z][a-z_]{0,39}$'),
  level text not null check (level in ('chain', 'country', 'region', 'store')),
  country char(2),
  region text,
  store_id int4 references store,
  version int4 not null check (version > 0),
  -- Null in all six: nothing is said here any more, and what is said above is true again.
  is_on boolean,
  severity text check (severity in ('warning', 'critical')),
  raise_at float8 check (raise_at between 0 and 1e12),
  end_at float8 check (end_at between 0 and 1e12),
  raise_after_s int4 check (raise_after_s between 0 and 86400),
  end_after_s int4 check (end_after_s between 0 and 86400),
  reason text not null check (char_length(reason) between 1 and 500),
  set_at timestamptz(3) not null,
  set_by text not null,
  constraint alert_rule_figures_check check (num_nonnulls(is_on, severity, raise_at, end_at, raise_after_s, end_after_s) in (0, 6)),
  constraint alert_rule_place_check check (case level
    when 'chain' then num_nonnulls(country, region, store_id) = 0
    when 'country' then country is not null and num_nonnulls(region, store_id) = 0
    when 'region' then num_nonnulls(country, region) = 2 and store_id is null
    else store_id is not null and num_nonnulls(country, region) = 0 end),
  constraint alert_rule_key unique nulls not distinct (rule, level, country, region, store_id, version)
);
create trigger alert_rule_stays before update or delete on alert_rule for each row execute function refuse_change();
create trigger alert_rule_no_truncate before truncate on alert_rule for each statement execute function refuse_change();
grant select, insert on alert_rule to counterfoil_app;

-- By what a hub judges where nobody said anything: the program's own figures, as its environment changed them. Told at its start.
create table alert_rule_base (
  rule text primary key check (rule ~ '^[a-z][a-z_]{0,39}$'),
  is_on boolean not null,
  severity text not null check (severity in ('warning', 'critical')),
  raise_at float8 not null,
  end_at float8 not null,
  raise_after_s int4 not null,
  end_after_s int4 not null,
  told_at timestamptz(3) not null
);
grant select, insert, update on alert_rule_base to counterfoil_app;

-- Whose alert it is: people of a part of the chain see those of their stores. Null for what is about the whole chain.
alter table operations_alert add column store_id int4 references store;
update operations_alert a set store_id = s.id from store s
where a.rule in ('store_offline', 'device_unwell') and s.code = split_part(a.subject, ' ', 1);
create index operations_alert_store_idx on operations_alert (store_id) where store_id is not null;
-- What has to be told is looked up every 2 s, among the open and those that ended in the last day.
create index operations_alert_ended_at_idx on operations_alert (ended_at);
grant update (store_id) on operations_alert to counterfoil_app;
-- A rule that was turned off ends its alerts.
alter table operations_alert drop constraint operations_alert_ended_why_check;
alter table operations_alert add constraint operations_alert_ended_why_check check (ended_why in ('good', 'not_seen', 'rule_off'));
