-- What was sent to agents for them to be set by, version by version, and what became of each. Insert-only but for how it stands.
create table agent_configuration (
  agent_id int4 not null references agent,
  number int4 not null check (number between 1 and 1000000),
  epoch int4 not null check (epoch >= 1),
  -- The exact canonical text that the agent is told.
  document text not null check (char_length(document) <= 14000),
  hash bytea not null check (octet_length(hash) = 32),
  why text not null check (char_length(why) between 1 and 500),
  made_by text not null references "user",
  made_at timestamptz(3) not null,
  command_id uuid not null unique references agent_command,
  -- As the agent tells; 'sent': it has told nothing of it yet, and how its command ended says more.
  state text not null default 'sent' check (state in ('sent', 'on_trial', 'in_force', 'replaced', 'returned', 'set_aside')),
  state_at timestamptz(3) not null,
  cause text check (cause ~ '^[a-z0-9_]{1,40}$'),
  detail text check (char_length(detail) <= 2000),
  primary key (agent_id, number)
) with (fillfactor = 80);
create function keep_sent_configuration() returns trigger language plpgsql as $$
begin
  raise exception 'a configuration that was made cannot be changed' using errcode = 'integrity_constraint_violation';
end $$;
create trigger agent_configuration_stays before delete on agent_configuration for each row execute function refuse_change();
create trigger agent_configuration_no_truncate before truncate on agent_configuration for each statement execute function refuse_change();
create trigger agent_configuration_same before update on agent_configuration
  for each row when ((old.agent_id, old.number, old.document, old.hash, old.made_by, old.made_at, old.command_id)
    is distinct from (new.agent_id, new.number, new.document, new.hash, new.made_by, new.made_at, new.command_id))
  execute function keep_sent_configuration();

-- Which one lies over the agent's own file, as it told at its start or since; null: it has told nothing, or none.
alter table agent add column configuration_number int4, add column configuration_hash bytea;

-- What waits for its hour has no number yet: whatever is asked meanwhile would be above it.
alter table agent_command drop constraint agent_command_state_check,
  add constraint agent_command_state_check check (state in ('proposed', 'planned', 'waiting', 'sent', 'started', 'ended')),
  drop constraint agent_command_numbered_check,
  add constraint agent_command_numbered_check check (counter is not null or state in ('proposed', 'planned', 'ended'));

grant select, insert, update (state, state_at, cause, detail) on agent_configuration to counterfoil_app;
