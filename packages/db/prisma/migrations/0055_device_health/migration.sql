-- How devices are: what agents say of themselves, what terminals usually sell, and what was found, as intervals.

-- What an agent noticed of itself, from when it said so until it said otherwise.
create table agent_trouble (
  agent_id int4 not null references agent,
  code text not null check (code ~ '^[a-z0-9_]{1,40}$'),
  since timestamptz(3) not null,
  until timestamptz(3),
  detail text not null,
  primary key (agent_id, code, since)
);
create unique index agent_trouble_open_key on agent_trouble (agent_id, code) where until is null;

-- The machine an agent runs on, as it told last.
create table agent_vitals (
  agent_id int4 primary key references agent,
  at timestamptz(3) not null,
  os text not null,
  os_version text not null,
  up_seconds int8 not null check (up_seconds >= 0),
  disk_free_bytes int8 not null check (disk_free_bytes >= 0),
  disk_size_bytes int8 not null check (disk_size_bytes > 0),
  memory_free_bytes int8 not null check (memory_free_bytes >= 0),
  memory_size_bytes int8 not null check (memory_size_bytes > 0)
) with (fillfactor = 80);

-- What a terminal decided hour by hour, by the agent's clock, counted from its payments: its own normal is made of it.
create table terminal_hour (
  hour timestamptz(3) not null,
  terminal_id int4 not null references terminal,
  approved int4 not null check (approved >= 0),
  declined int4 not null check (declined >= 0),
  last_approved_at timestamptz(3),
  -- What its driver could not read, and answers to a question nobody asked; told by the agent, not counted again.
  faults int4 not null default 0 check (faults >= 0),
  primary key (hour, terminal_id)
) with (fillfactor = 80);
create index terminal_hour_terminal_idx on terminal_hour (terminal_id, hour);

-- UTC days that were counted whole, late payments among them.
create table terminal_hour_day (
  day date primary key,
  counted_at timestamptz(3) not null
);

create table terminal_pace (
  terminal_id int4 primary key references terminal,
  first_hour timestamptz(3) not null,
  last_approved_at timestamptz(3),
  -- The oldest payment without any outcome, as of the last look.
  open_since timestamptz(3),
  -- Of the 28 days before today.
  usual_approved int4 not null default 0,
  usual_declined int4 not null default 0
) with (fillfactor = 70);

-- What was found: one row from when it was so until it was no more.
create table health_finding (
  id uuid primary key,
  code text not null check (code ~ '^[a-z][a-z_]{0,39}$'),
  severity text not null check (severity in ('notice', 'warning', 'critical')),
  store_id int4 not null references store,
  -- Of a terminal, of an agent, or of the store as a whole.
  terminal_id int4 references terminal,
  agent_id int4 references agent,
  since timestamptz(3) not null,
  found_at timestamptz(3) not null,
  until timestamptz(3),
  figures jsonb not null,
  constraint health_finding_subject_check check (terminal_id is null or agent_id is null)
) with (fillfactor = 80);
create unique index health_finding_open_key on health_finding (code, store_id, coalesce(terminal_id, 0), coalesce(agent_id, 0)) where until is null;
create index health_finding_open_idx on health_finding (store_id) where until is null;
create index health_finding_terminal_idx on health_finding (terminal_id, found_at desc) where terminal_id is not null;
create index health_finding_agent_idx on health_finding (agent_id, found_at desc) where agent_id is not null;
create index health_finding_store_idx on health_finding (store_id, found_at desc) where terminal_id is null and agent_id is null;
create trigger health_finding_kept before delete on health_finding for each row execute function refuse_early_delete('until', '90 days');
create trigger health_finding_no_truncate before truncate on health_finding for each statement execute function refuse_change();
create trigger agent_trouble_kept before delete on agent_trouble for each row execute function refuse_early_delete('until', '90 days');

grant select, insert, update (until), delete on agent_trouble to counterfoil_app;
grant select, insert, update on agent_vitals, terminal_pace to counterfoil_app;
grant select, insert, update, delete on terminal_hour, terminal_hour_day to counterfoil_app;
grant select, insert, update (severity, figures, until), delete on health_finding to counterfoil_app;
