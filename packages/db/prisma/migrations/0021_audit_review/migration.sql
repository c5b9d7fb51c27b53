-- What rules find in the log, who looked at each day of it, and the failures of what guards the record (PCI DSS 10.4, 10.7).

-- A rule as somebody changed it; version 1 is the program's own. The highest version counts.
create table audit_rule (
  rule text not null,
  version int not null check (version > 1),
  enabled boolean not null,
  parameters jsonb not null check (jsonb_typeof(parameters) = 'object'),
  changed_at timestamptz(3) not null,
  changed_by text not null references "user",
  primary key (rule, version)
);

-- The first index that no rule has looked at. One row; who moves it holds it, so no entry is looked at twice.
create table audit_follower (
  id int primary key check (id = 1),
  next_idx bigint not null check (next_idx >= 0),
  -- Days before this one were nobody's to review.
  since timestamptz(3) not null default clock_timestamp()
);
insert into audit_follower (id, next_idx) values (1, 0);

create table audit_finding (
  id uuid primary key,
  entry_id uuid not null references audit_entry,
  idx bigint not null,
  rule text not null,
  rule_version int not null check (rule_version > 0),
  -- What a rule that counts has counted by: an account, an address, an agent.
  key text,
  facts jsonb not null check (jsonb_typeof(facts) = 'object'),
  day date not null,
  found_at timestamptz(3) not null,
  unique (entry_id, rule)
);
create index audit_finding_day_idx on audit_finding (day, idx);
create index audit_finding_rule_key_idx on audit_finding (rule, key, idx) where key is not null;

create table audit_day_review (
  day date primary key,
  signed_at timestamptz(3) not null,
  signed_by text not null references "user",
  note text not null check (char_length(note) between 1 and 2000),
  -- Canonical JSON of what was looked at, byte for byte, and its SHA-256.
  statement bytea not null,
  statement_hash bytea not null,
  constraint audit_day_review_hash_check check (statement_hash = sha256(statement))
);

-- What the verb refuses with words, the database refuses as well: nobody signs for what they did themselves.
create function check_audit_day_review() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from audit_finding f join audit_entry e on e.id = f.entry_id
      where f.day = new.day and e.actor_type = 'user' and e.actor_id = new.signed_by) then
    raise exception 'whoever acted does not sign' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger audit_day_review_check before insert on audit_day_review for each row execute function check_audit_day_review();
create function check_audit_finding() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from audit_day_review r where r.day = new.day) then
    raise exception 'a signed day is finished' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger audit_finding_check before insert on audit_finding for each row execute function check_audit_finding();

-- A failure of something that guards the record, from its beginning to who mended it.
create table control_incident (
  id uuid primary key,
  kind text not null check (kind in ('log_stopped', 'log_gap', 'agent_gap', 'witness', 'card_number', 'sign_in')),
  -- Which one of its kind: an agent, an alarm, a provider.
  subject text not null,
  began_at timestamptz(3) not null,
  noticed_at timestamptz(3) not null,
  ended_at timestamptz(3),
  entry_id uuid references audit_entry,
  cause text check (char_length(cause) between 1 and 2000),
  fix text check (char_length(fix) between 1 and 2000),
  closed_at timestamptz(3),
  closed_by text references "user",
  constraint control_incident_closed_check check (
    (closed_at is null) = (cause is null) and (closed_at is null) = (fix is null) and (closed_at is null) = (closed_by is null)
    and (closed_at is null or ended_at is not null)),
  constraint control_incident_times_check check (ended_at is null or ended_at >= began_at)
);
create unique index control_incident_open_key on control_incident (kind, subject) where closed_at is null;
create index control_incident_began_at_idx on control_incident (began_at desc, id);

do $$
declare
  guarded text;
begin
  foreach guarded in array array['audit_rule', 'audit_finding', 'audit_day_review'] loop
    execute format('create trigger %I before update or delete on %I for each row execute function refuse_change()', guarded || '_insert_only', guarded);
    execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()', guarded || '_no_truncate', guarded);
  end loop;
end $$;

grant select, insert on audit_rule, audit_finding, audit_day_review to counterfoil_app;
grant select, update (next_idx) on audit_follower to counterfoil_app;
grant select, insert, update (ended_at, cause, fix, closed_at, closed_by) on control_incident to counterfoil_app;
grant select on audit_rule, audit_finding, audit_day_review, audit_follower, control_incident to counterfoil_verifier;
