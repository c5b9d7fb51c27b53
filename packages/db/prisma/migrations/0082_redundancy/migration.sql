-- Since when an agent knows its hub by these addresses, and which it goes by when that is not the first.
alter table agent add column hubs_since timestamptz(3);
alter table agent add column hub_in_use text check (char_length(hub_in_use) <= 200);
grant update (hubs_since, hub_in_use) on agent to counterfoil_app;

-- Each time an agent was greeted at another address of its hub than before, as it told itself.
create table agent_hub_path (
  agent_id int4 not null references agent,
  epoch int4 not null,
  seq int8 not null,
  store_id int4 not null references store,
  at timestamptz(3) not null,
  recorded_at timestamptz(3) not null default now(),
  address text not null check (char_length(address) <= 200),
  -- Among the addresses it knows, 0 being the preferred one.
  place int2 not null check (place between 0 and 7),
  way text not null check (way in ('websocket', 'https')),
  cause text not null check (cause in ('trouble', 'return', 'drill', 'drill_over')),
  primary key (agent_id, epoch, seq)
);
create index agent_hub_path_recorded_at_idx on agent_hub_path (recorded_at);
create trigger agent_hub_path_stays before update or delete on agent_hub_path for each row execute function refuse_change();
create trigger agent_hub_path_no_truncate before truncate on agent_hub_path for each statement execute function refuse_change();
grant select, insert on agent_hub_path to counterfoil_app;

-- Something a store has twice is tried on purpose: what the hub looks for, until when, and what came of it.
create table redundancy_drill (
  id uuid primary key,
  store_id int4 not null references store,
  axis text not null check (axis in ('hub', 'path', 'terminal', 'acquirer')),
  -- An agent, the store itself, a lane or an acquirer.
  subject text not null check (char_length(subject) between 1 and 200),
  -- What is usually in use, and what is to take its place.
  main text not null check (char_length(main) <= 200),
  spare text not null check (char_length(spare) between 1 and 200),
  reason text not null check (char_length(reason) between 1 and 500),
  -- Of the command that the agent was sent, for the address of the hub.
  command_id uuid,
  state text not null check (state in ('running', 'shown', 'not_shown', 'stopped')),
  begun_by text not null references "user",
  begun_at timestamptz(3) not null,
  ends_at timestamptz(3) not null check (ends_at > begun_at),
  ended_at timestamptz(3),
  -- Null: it ended by itself.
  ended_by text references "user",
  -- Why it showed nothing.
  code text check (code ~ '^[a-z][a-z0-9_]{0,39}$'),
  constraint redundancy_drill_command_check check ((axis = 'hub') = (command_id is not null)),
  constraint redundancy_drill_end_check check ((state = 'running') = (ended_at is null)),
  constraint redundancy_drill_stop_check check ((state = 'stopped') = (ended_by is not null)),
  constraint redundancy_drill_why_check check ((state = 'not_shown') = (code is not null))
);
-- A store is tried at one place at a time.
create unique index redundancy_drill_open_key on redundancy_drill (store_id) where state = 'running';
create index redundancy_drill_store_idx on redundancy_drill (store_id, begun_at desc);
create trigger redundancy_drill_stays before update or delete on redundancy_drill
  for each row when (old.state <> 'running') execute function refuse_change();
create trigger redundancy_drill_kept before delete on redundancy_drill for each row execute function refuse_change();
create trigger redundancy_drill_no_truncate before truncate on redundancy_drill for each statement execute function refuse_change();
grant select, insert, update (state, ended_at, ended_by, code) on redundancy_drill to counterfoil_app;

-- That a spare thing served, each time with the events of the record that show it.
create table redundancy_evidence (
  id uuid primary key,
  store_id int4 not null references store,
  axis text not null check (axis in ('hub', 'path', 'terminal', 'acquirer')),
  subject text not null check (char_length(subject) between 1 and 200),
  spare text not null check (char_length(spare) between 1 and 200),
  -- By a drill, by a real outage it bridged, or by everyday business.
  kind text not null check (kind in ('drill', 'outage', 'business')),
  drill_id uuid references redundancy_drill,
  shown_at timestamptz(3) not null,
  found_at timestamptz(3) not null,
  figures jsonb not null,
  events jsonb not null check (jsonb_array_length(events) > 0),
  -- The first of the events: one shows one thing once.
  agent_id int4 not null references agent,
  epoch int4 not null,
  seq int8 not null,
  constraint redundancy_evidence_key unique (store_id, axis, subject, agent_id, epoch, seq),
  constraint redundancy_evidence_drill_check check ((kind = 'drill') = (drill_id is not null))
);
create index redundancy_evidence_newest_idx on redundancy_evidence (store_id, axis, subject, spare, shown_at desc);
create trigger redundancy_evidence_stays before update or delete on redundancy_evidence for each row execute function refuse_change();
create trigger redundancy_evidence_no_truncate before truncate on redundancy_evidence for each statement execute function refuse_change();
grant select, insert on redundancy_evidence to counterfoil_app;
