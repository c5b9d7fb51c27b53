-- What people did, in the exact bytes that will be hashed and proved; what accounts and sessions need to follow PCI DSS 8.
create table audit_entry (
  id uuid primary key,
  recorded_at timestamptz(3) not null default clock_timestamp(),
  acted_at timestamptz(3) not null,
  action text not null,
  outcome text not null check (outcome in ('done', 'refused', 'failed')),
  actor_type text not null,
  actor_id text not null,
  target_type text not null,
  target_id text not null,
  body bytea not null check (octet_length(body) <= 65535)
);
create index audit_entry_recorded_at_idx on audit_entry (recorded_at);
create index audit_entry_action_recorded_at_idx on audit_entry (action, recorded_at);
create index audit_entry_actor_id_recorded_at_idx on audit_entry (actor_id, recorded_at);
create index audit_entry_target_type_target_id_recorded_at_idx on audit_entry (target_type, target_id, recorded_at);
create trigger audit_entry_insert_only before update or delete on audit_entry for each row execute function refuse_change();
create trigger audit_entry_no_truncate before truncate on audit_entry for each statement execute function refuse_change();

-- Values an entry holds salted commitments of. A row can be erased, which leaves every proof valid; it cannot be changed.
create table audit_personal (
  entry_id uuid not null references audit_entry deferrable initially deferred,
  name text not null,
  salt bytea not null check (octet_length(salt) = 16),
  value text not null,
  primary key (entry_id, name)
);
create trigger audit_personal_no_change before update on audit_personal for each row execute function refuse_change();
create trigger audit_personal_no_truncate before truncate on audit_personal for each statement execute function refuse_change();

-- Accounts end; they are never deleted, because the record names them.
alter table "user"
  add column state text not null default 'active' check (state in ('active', 'disabled')),
  add column disabled_at timestamptz(3),
  add column disabled_reason text,
  add column last_seen_at timestamptz(3),
  add column password_changed_at timestamptz(3),
  add constraint user_state_times_check check ((state = 'disabled') = (disabled_at is not null));

-- Which kinds of factors a session has shown, and when the last of them was.
alter table session
  add column factors text[] default '{}',
  add column factor_shown_at timestamptz(3);
update session set factors = '{password,totp}', factor_shown_at = second_factor_at where second_factor_at is not null;

-- The last passwords of an account, so that none of them comes back (8.3.7).
create table password_history (
  user_id text not null references "user" on delete cascade,
  set_at timestamptz(3) not null,
  hash text not null,
  primary key (user_id, set_at)
);

-- One-time links: for the first administrator, for somebody invited with a role and a reach, for an account that lost its factors.
alter table setup_link
  add column kind text not null default 'first' check (kind in ('first', 'invitation', 'reset')),
  add column email text,
  add column role text,
  add column reach text,
  add column reach_country char(2),
  add column reach_region text,
  add column reach_store_ids int4[] default '{}',
  add column user_id text references "user",
  add column made_by text references "user",
  add constraint setup_link_purpose_check check (case kind
    when 'first' then user_id is null and role is null
    when 'invitation' then email is not null and role is not null and reach is not null and user_id is null
    when 'reset' then user_id is not null and role is null
    else false end);

grant select, insert on audit_entry to counterfoil_app;
grant select, insert, delete on audit_personal to counterfoil_app;
grant select on audit_entry, audit_personal to counterfoil_verifier;
grant select, insert, delete on password_history to counterfoil_app;
