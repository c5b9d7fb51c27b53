-- One thing asked of many agents: told a few at a time, and stopped by a person or by itself.
create table command_group (
  id uuid primary key,
  kind text not null check (kind ~ '^[a-z][a-z_.]{0,59}$'),
  -- Of every member alike; a terminal's name stands with the member.
  args jsonb not null,
  -- Two people's own commands never go this way: an agent checks their approvals one by one.
  class int2 not null check (class between 0 and 2),
  reason text check (char_length(reason) between 1 and 500),
  -- The place with its filter, or the devices, as they were chosen.
  chosen jsonb not null,
  -- SHA-256 over the members as they were looked at.
  members_hash bytea not null check (octet_length(members_hash) = 32),
  members int4 not null check (members > 0),
  stores int4 not null check (stores > 0),
  -- How many may be under way at the same time, and how many may be told within a minute.
  at_once int4 not null check (at_once between 1 and 500),
  per_minute int4 check (per_minute between 1 and 6000),
  state text not null check (state in ('proposed', 'running', 'stopped', 'done')),
  requested_by text not null references "user",
  requested_at timestamptz(3) not null,
  -- Minutes in which agents are told, from the beginning on; what waits for a second person waits for an hour.
  tell_minutes int4 not null check (tell_minutes between 1 and 1440),
  expires_at timestamptz(3) not null,
  approved_by text references "user",
  begun_at timestamptz(3),
  ended_at timestamptz(3),
  -- Why it told no more: everybody was, somebody stopped it, too many fared badly, its time was over.
  ended_why text check (ended_why in ('all_told', 'stopped', 'failing', 'expired')),
  constraint command_group_approved_check check (approved_by is null or approved_by <> requested_by),
  constraint command_group_begun_check check (state not in ('running', 'done') or begun_at is not null),
  constraint command_group_end_check check ((state in ('stopped', 'done')) = (ended_at is not null) and (ended_at is null) = (ended_why is null))
);
create index command_group_open_idx on command_group (id) where state in ('proposed', 'running');
create index command_group_requested_at_idx on command_group (requested_at desc, id);
create trigger command_group_stays before delete on command_group for each row execute function refuse_change();
create trigger command_group_no_truncate before truncate on command_group for each statement execute function refuse_change();

-- Its members, fixed when it was asked for.
create table command_group_agent (
  group_id uuid not null references command_group,
  -- In which order they are told.
  place int4 not null check (place > 0),
  agent_id int4 not null references agent,
  epoch int4 not null check (epoch >= 1),
  store_id int4 not null references store,
  -- The agent's own name of it; empty where the agent itself is asked.
  terminal text not null check (char_length(terminal) <= 60),
  command_id uuid references agent_command,
  -- Why it is told nothing any more.
  passed_over text check (passed_over in ('agent_gone', 'terminal_gone')),
  primary key (group_id, place),
  constraint command_group_agent_key unique (group_id, agent_id, terminal),
  constraint command_group_agent_command_key unique (command_id),
  constraint command_group_agent_told_check check (command_id is null or passed_over is null)
) with (fillfactor = 80);
create index command_group_agent_left_idx on command_group_agent (group_id, place) where command_id is null and passed_over is null;
create index command_group_agent_agent_id_idx on command_group_agent (agent_id);
create index command_group_agent_store_id_idx on command_group_agent (store_id);
create trigger command_group_agent_stays before delete on command_group_agent for each row execute function refuse_change();
create trigger command_group_agent_no_truncate before truncate on command_group_agent for each statement execute function refuse_change();

grant select, insert on command_group, command_group_agent to counterfoil_app;
grant update (state, expires_at, approved_by, begun_at, ended_at, ended_why) on command_group to counterfoil_app;
grant update (command_id, passed_over) on command_group_agent to counterfoil_app;
