-- Several hub processes over one database: which of them an agent is connected to, and which of them are alive.

-- One row a hub process, from its start; those that stopped beating are deleted by the others.
create table hub_node (
  id uuid primary key,
  host text not null,
  started_at timestamptz(3) not null default now(),
  seen_at timestamptz(3) not null default now()
) with (fillfactor = 70);

-- Numbers every accepted greeting of the whole chain: of two connections of one agent the higher number is the newer.
create sequence agent_greeting;

alter table agent_presence
  add column node_id uuid,
  add column greeting int8 not null default 0;

grant select, insert, update, delete on hub_node to counterfoil_app;
grant usage on sequence agent_greeting to counterfoil_app;
grant select on hub_node to counterfoil_verifier;
