-- What people ask of agents. A command is signed by the hub once and told until its end is known; it is never deleted.
create table agent_command (
  id uuid primary key,
  agent_id int4 not null references agent,
  epoch int4 not null check (epoch >= 1),
  -- Rises with every command of the agent.
  counter int4 not null check (counter >= 1),
  kind text not null check (kind ~ '^[a-z][a-z_.]{0,59}$'),
  class int2 not null check (class between 0 and 3),
  args jsonb not null,
  reason text check (char_length(reason) between 1 and 500),
  requested_by text not null references "user",
  requested_at timestamptz(3) not null,
  not_before timestamptz(3) not null,
  expires_at timestamptz(3) not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'started', 'ended')),
  -- The exact text that was signed, by which key, and the signature: for whoever checks it later.
  signed_order text,
  signature bytea check (octet_length(signature) = 64),
  key_id text check (key_id ~ '^[0-9a-f]{16}$'),
  sent_at timestamptz(3),
  told_at timestamptz(3),
  started_at timestamptz(3),
  ended_at timestamptz(3),
  -- 'unanswered': its time is over and nothing was heard; what the agent still tells takes its place.
  outcome text check (outcome in ('done', 'failed', 'refused', 'expired', 'unknown', 'withdrawn', 'unanswered')),
  code text check (char_length(code) <= 40),
  lines text[] default '{}' check (lines is not null),
  -- Where in the agent's stream its end stands.
  event_seq int8,
  constraint agent_command_counter_key unique (agent_id, counter),
  constraint agent_command_time_check check (not_before <= expires_at),
  constraint agent_command_signed_check check ((signed_order is null) = (signature is null) and (signature is null) = (key_id is null)),
  constraint agent_command_end_check check ((state = 'ended') = (outcome is not null) and (outcome is null) = (ended_at is null))
) with (fillfactor = 80);
create index agent_command_agent_idx on agent_command (agent_id, requested_at desc, id);
create index agent_command_open_idx on agent_command (agent_id, counter) where state <> 'ended';
create trigger agent_command_stays before delete on agent_command for each row execute function refuse_change();
create trigger agent_command_no_truncate before truncate on agent_command for each statement execute function refuse_change();

-- Once signed, what was asked stays as it was.
create function keep_signed_command() returns trigger language plpgsql as $$
begin
  raise exception 'a signed command cannot be changed' using errcode = 'integrity_constraint_violation';
end $$;
create trigger agent_command_signed before update of signed_order, signature, key_id on agent_command
  for each row when (old.signed_order is not null and (new.signed_order, new.signature, new.key_id) is distinct from (old.signed_order, old.signature, old.key_id))
  execute function keep_signed_command();

alter table agent add column command_counter int4 not null default 0;

grant select, insert, update (state, signed_order, signature, key_id, sent_at, told_at, started_at, ended_at, outcome, code, lines, event_seq)
  on agent_command to counterfoil_app;
