-- Versions of the agent as the chain's own key signed them, told by the hub that has their files.
create table agent_release (
  version text not null check (version ~ '^\d{1,6}\.\d{1,6}\.\d{1,6}$'),
  platform text not null check (platform ~ '^[a-z0-9-]{1,40}$'),
  sha256 bytea not null check (octet_length(sha256) = 32),
  bytes int8 not null check (bytes > 0),
  seen_at timestamptz(3) not null,
  primary key (version, platform)
);

-- A version on its way through the stores, ring by ring.
create table agent_rollout (
  id uuid primary key,
  version text not null,
  -- The exact canonical text that a second person approves and that travels in each of its commands.
  body text not null check (char_length(body) <= 2000),
  -- Minutes each ring rests before the next one begins.
  soak_minutes int4[] check (soak_minutes is not null and cardinality(soak_minutes) = 5),
  reason text not null,
  state text not null check (state in ('proposed', 'running', 'paused', 'stopped', 'done')),
  ring int2 not null default 0 check (ring between 0 and 4),
  ring_since timestamptz(3),
  -- What the last look found, with its figures.
  verdict jsonb,
  requested_by text not null references "user",
  requested_at timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  ended_at timestamptz(3)
);
-- One at a time is under way.
create unique index agent_rollout_open_key on agent_rollout ((true)) where state in ('proposed', 'running', 'paused');

create table agent_rollout_approval (
  rollout_id uuid not null references agent_rollout,
  person_id text not null references "user",
  approval jsonb not null,
  approved_at timestamptz(3) not null,
  primary key (rollout_id, person_id)
);
create trigger agent_rollout_approval_stays before update or delete on agent_rollout_approval
  for each row execute function refuse_change();
create trigger agent_rollout_approval_no_truncate before truncate on agent_rollout_approval
  for each statement execute function refuse_change();

-- Its agents, each in one ring from the beginning.
create table agent_rollout_agent (
  rollout_id uuid not null references agent_rollout,
  agent_id int4 not null references agent,
  store_id int4 not null references store,
  ring int2 not null check (ring between 0 and 4),
  from_version text not null,
  command_id uuid references agent_command,
  return_command_id uuid references agent_command,
  primary key (rollout_id, agent_id)
);
create index agent_rollout_agent_agent_id_idx on agent_rollout_agent (agent_id);

-- Stores where versions are tried first.
create table lab_store (
  store_id int4 primary key references store,
  marked_by text not null references "user",
  marked_at timestamptz(3) not null
);

grant select, insert, update, delete on agent_release to counterfoil_app;
grant select, insert on agent_rollout, agent_rollout_approval, agent_rollout_agent to counterfoil_app;
grant update (state, ring, ring_since, verdict, ended_at) on agent_rollout to counterfoil_app;
grant update (command_id, return_command_id) on agent_rollout_agent to counterfoil_app;
grant select, insert, delete on lab_store to counterfoil_app;
