-- Join numbers, which give a copied identity away; keys that change; agents that are locked.
alter table agent
  drop constraint agent_state_check,
  add constraint agent_state_check check (state in ('active', 'revoked', 'locked')),
  add column next_public_key bytea unique check (octet_length(next_public_key) = 32),
  add column key_since timestamptz(3) not null default now(),
  add column key_wanted bool not null default false;

create table agent_join (
  agent_id int4 primary key references agent,
  confirmed int4 not null check (confirmed >= 0),
  offered int4 not null check (offered >= confirmed),
  last_boot uuid,
  previous_boot uuid,
  stale_boot uuid,
  stale_count int4 not null default 0,
  greeted_at timestamptz(3) not null
) with (fillfactor = 70);

-- Which key an agent's signatures are by, and since when. Insert-only.
create table agent_key (
  agent_id int4 not null references agent,
  public_key bytea not null check (octet_length(public_key) = 32),
  since timestamptz(3) not null,
  primary key (agent_id, since)
);
insert into agent_key (agent_id, public_key, since) select id, public_key, enrolled_at from agent;
create trigger agent_key_insert_only before update or delete on agent_key for each row execute function refuse_change();
create trigger agent_key_no_truncate before truncate on agent_key for each statement execute function refuse_change();

grant select, insert, update on agent_join to counterfoil_app;
grant select, insert on agent_key to counterfoil_app;
grant select on agent_join, agent_key to counterfoil_verifier;
